// Package s3 keeps a store's sealed bytes in a bucket of an S3 server (minio-go), for servers that have no folder
// in common.
//
// A bucket is named by a URL without secrets: s3://BUCKET/PREFIX?endpoint=https://HOST:PORT&region=REGION. The server must
// know conditional writes (PUT with If-None-Match: *), as AWS, MinIO, Ceph ≥ 19, SeaweedFS and versitygw do: [Open] tries it.
//
// What is deleted or replaced is gone with all its versions. A bucket that is locked against deletion
// is refused, since nobody in it could be erased.
package s3

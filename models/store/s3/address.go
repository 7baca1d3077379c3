package s3

import (
	"net"
	"net/url"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// Scheme begins the URL of a bucket.
const Scheme = "s3://"

// Address says where a bucket is; it holds no secret.
type Address struct {
	Endpoint string // host:port
	Secure   bool   // TLS
	Region   string
	Bucket   string
	Prefix   string // of all names, with a slash at its end; or empty
}

// endpointOfAWS serves where a URL names no endpoint.
const endpointOfAWS = "https://s3.amazonaws.com"

// ParseAddress reads s3://BUCKET/PREFIX?endpoint=URL&region=REGION. Without TLS an endpoint is taken on this machine, or
// with insecure=true. Errors: models.ErrInvalid, which does not repeat the URL: a mistaken one may hold a password.
func ParseAddress(text string) (a Address, err error) {
	u, err := url.Parse(text)
	if err != nil || !strings.HasPrefix(text, Scheme) || u.Host == "" || u.Fragment != "" {
		return a, invalid("应为 s3://桶名/前缀?endpoint=https://主机:端口", "must be s3://bucket/prefix?endpoint=https://host:port")
	}
	if u.User != nil {
		return a, invalid("地址中不能有用户名和密码：请用 --blobs-credentials 或环境变量 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY", "must not hold credentials: use --blobs-credentials, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment")
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return a, invalid("问号后的部分无法读取", "its query cannot be read")
	}
	for name := range query {
		if name != "endpoint" && name != "region" && name != "insecure" {
			return a, invalid("不认识参数 "+name+"，可用 endpoint、region、insecure", "parameter "+name+" is not known: there are endpoint, region and insecure")
		}
	}
	a = Address{Region: query.Get("region"), Bucket: u.Host, Prefix: strings.Trim(u.Path, "/")}
	if a.Prefix != "" {
		a.Prefix += "/"
	}
	endpoint := query.Get("endpoint")
	if endpoint == "" {
		endpoint = endpointOfAWS
	}
	e, err := url.Parse(endpoint)
	switch {
	case err != nil || e.Host == "" || e.Scheme != "http" && e.Scheme != "https":
		return a, invalid("endpoint 应为 https://主机:端口", "endpoint must be https://host:port")
	case e.User != nil || strings.Trim(e.Path, "/") != "" || e.RawQuery != "":
		return a, invalid("endpoint 只能是 https://主机:端口", "endpoint must be https://host:port and no more")
	case e.Scheme == "http" && query.Get("insecure") != "true" && !loopback(e.Hostname()):
		return a, invalid("endpoint 应使用 https；内部网络确需 http 时请加 &insecure=true", "endpoint must be https; add &insecure=true for http on a network of its own")
	}
	a.Endpoint, a.Secure = e.Host, e.Scheme == "https"
	return a, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func invalid(zh, en string) error { return models.Invalid("--blobs", zh, en) }

func (a Address) String() string {
	scheme := "http://"
	if a.Secure {
		scheme = "https://"
	}
	return Scheme + a.Bucket + "/" + a.Prefix + " @ " + scheme + a.Endpoint
}

// Package faces takes a photo in and gives faces out: it decodes what phones and
// offices produce, turns it upright, finds the faces, says how much each is worth
// and describes it in 128 numbers that are near for photos of one person.
//
// It ranks, it never decides: at a false accept rate of 1e-3, 100,000 notices give
// a hundred strangers per photo.
//
// # Decoding
//
// JPEG (grey and CMYK too), PNG (16 bit too), WebP, HEIC and the first frame of
// GIF, told apart by their first bytes. Everything is decoded in Go or, HEIC, in a
// WebAssembly sandbox with bounds on memory (1 GB) and time (a minute), so a file
// from outside never meets C code. Bytes and pixels are limited, and the pixels
// are read from the file's head before anything of the picture's size is
// allocated. The orientation is the one EXIF tag that is read, by a parser of our
// own that follows no other offset; HEIC says its rotation itself.
//
// dlib gets only JPEGs that this package wrote: go-face takes no grey and no CMYK
// ones, ignores EXIF and fails on any warning of libjpeg.
//
// # Finding
//
// dlib's HOG detector at up to 1,600 px, then twice and four times as large (up to
// 3,200 px) where that finds nothing: it sees no face under 80 px, and magnified
// it sees those of 24. What it finds must show in its mirror image, too: of 84
// faces in the sample photos at four sizes all did, a badge that HOG took for a
// face did not. Where HOG finds nothing at all, dlib's CNN looks at 0.4 megapixels;
// it sees turned and masked faces, needs 1–2 s, and as its network keeps 200–400 MB
// afterwards all workers share one. Where HOG finds some faces the CNN is not
// asked: people who turn away in a group photo may be missed.
//
// # Embedding
//
// The mean of the descriptors of the face and of its mirror image (models.ModelDlib):
// on 752 photos of 72 women that took the equal error rate from 9.0 to 7.9 % and
// first hits among 503 from 63 to 70 %. The mean is not brought to unit length:
// dlib's network was trained on plain Euclidean distances, its descriptors have
// squared lengths of 1.9–2.3, and the curves of the evidence were fitted on these.
// Faces that the first scan shows smaller than the photo does are cut out of the
// photo again. Squared distances measured: 0.16 for the same woman in two group
// photos, 0.29 and more for strangers in them; up to 0.005 for one photo stored in
// eight orientations, 0.02 for another format, 0.04 in grey, 0.12 shrunk to a face
// of 24 px.
//
// # Quality
//
// The product of size, sharpness and frontality, each 0 … 1. Size is what a face of
// that width still finds, so [QualityCapped] is a perfect face of 48 px and
// [QualityByHand] one of 32. Sharpness is the variance of the Laplacian at 80 px
// over the variance of brightness: sharp faces of the sample photos have 0.06–0.3,
// what 54 px could show 0.02–0.08, what 27 px could 0.007–0.04.
//
// # Cost
//
// A recognizer locks inside, so there is one per worker (50 MB at rest, 100 after
// group photos). Two cores, 2 workers: 25 portraits of 200 px a second (10–12 with
// one worker), 1.5 group photos of 1,920 px or phone photos of 9 megapixels. A photo
// without any face takes 4 s, nearly all of it to be sure. The process peaks at
// 540 MB over a JPEG of 50 megapixels. Compiling libheif takes a second, once, when
// the first HEIC comes.
//
// # Building
//
// Needs a C++ compiler and Debian's libdlib-dev, libopenblas-dev, liblapack-dev
// and libjpeg62-turbo-dev; the first build takes a minute. cblas/libcblas.so is a
// line for the linker, not a library. The build tag nodlib leaves all of that out:
// pictures are decoded and checked, Open says models.ErrFacesOff. go-face hard-wires
// -march=native, so a binary runs on processors like the builder's; CXX set to a
// wrapper that appends -march=x86-64-v2 makes it portable (84 ms a photo against
// 76). The build tag nodynamic keeps gen2brain/heic from loading a system libheif at
// start; with or without it, that library is never given a file.
package faces

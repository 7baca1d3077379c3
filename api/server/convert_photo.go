package server

import (
	"cmp"
	"fmt"
	"slices"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

// findingText returns a sentence for what was seen on a photo; none if it came as
// embeddings only.
func findingText(p models.Photo) models.Text {
	seen := seenText(p)
	if p.Short {
		seen.Zh = "照片文件没有传完整，只用了能读出的部分，最好重新上传原图。" + seen.Zh
		seen.En = "the file ends before the picture does, and what there is of it was used: better send it again; " + seen.En
	}
	return seen
}

func seenText(p models.Photo) models.Text {
	switch p.Finding {
	case models.FindingOneFace:
		if len(p.Faces) == 1 && p.Faces[0].Weakness != "" {
			return weakText(p)
		}
		return models.Text{Zh: "照片里找到一张人脸，可以比对", En: "one face was found: the photo can be matched"}
	case models.FindingNoFace:
		return models.Text{Zh: "照片里没有找到人脸，请换一张正面照", En: "no face was found: try a picture from the front"}
	case models.FindingSeveralFaces:
		return models.Text{
			Zh: fmt.Sprintf("照片里有 %d 张人脸，请裁剪到只剩本人", len(p.Faces)),
			En: fmt.Sprintf("%d faces were found: crop the picture to the person", len(p.Faces)),
		}
	case models.FindingFacesOff:
		return models.Text{Zh: "人脸识别未启用，照片不参与比对", En: "faces are off in this service: the photo is not matched"}
	}
	return models.Text{}
}

// inspectedOut returns what was seen on a photo that is not kept.
func inspectedOut(p models.Photo) *guituv1.InspectPhotoResponse {
	text := findingText(p)
	out := &guituv1.InspectPhotoResponse{
		Finding: valueOf[guituv1.Photo_Finding](p.Finding), FindingText: text.Zh, FindingTextEn: text.En,
		Width: small(p.Width), Height: small(p.Height),
	}
	for _, f := range p.Faces {
		seen, advice := faceOut(f), weakness(f, p.Width)
		out.Faces = append(out.Faces, &guituv1.InspectedFace{
			Box: seen.GetBox(), Landmarks: seen.GetLandmarks(), Quality: &f.Quality, Advice: advice.Zh, AdviceEn: advice.En,
		})
	}
	slices.SortStableFunc(out.Faces, func(a, b *guituv1.InspectedFace) int { return cmp.Compare(a.GetBox().GetX(), b.GetBox().GetX()) })
	return out
}

// weakText says why the only face of a photo counts for less, and what would help.
func weakText(p models.Photo) models.Text {
	why := weakness(p.Faces[0], p.Width)
	return models.Text{Zh: "照片里找到一张人脸，比对时作用较小：" + why.Zh, En: "one face was found, which counts for less: " + why.En}
}

// weakness says why a face of a photo of that width counts for less, and what would
// help; nothing of a good one.
func weakness(f models.Face, width int) (why models.Text) {
	switch f.Weakness {
	case "":
		return models.Text{}
	case models.WeakEyesCovered:
		why = models.Text{Zh: "眼睛像是被墨镜或头发遮住了，请取下墨镜、拨开头发再拍一张", En: "the eyes seem covered by dark glasses or hair: take another without"}
	case models.WeakMouthCovered:
		why = models.Text{Zh: "口鼻像是被口罩、围巾或手遮住了，请摘下再拍一张", En: "the mouth seems covered by a mask, a scarf or a hand: take another without"}
	case models.WeakSmall:
		px := int(f.Box.Width * float64(width))
		why = models.Text{Zh: fmt.Sprintf("脸太小，只有约 %d 像素宽，请换一张近照", px), En: fmt.Sprintf("it is small, about %d pixels wide: a closer picture helps", px)}
	case models.WeakTurned:
		why = models.Text{Zh: "脸转向一侧，请换一张正面照", En: "it is turned aside: a picture from the front helps"}
	case models.WeakBlurred:
		why = models.Text{Zh: "脸部模糊，请换一张清晰的照片", En: "it is blurred: a sharper picture helps"}
	default:
		why = models.Text{Zh: "脸被遮挡、光线不好，或者不是人脸，请核对", En: "it is covered or badly lit, or is no face: please check"}
	}
	return why
}

// photoOut leaves out the bytes and the embeddings, which are no one's to read.
func photoOut(p models.Photo) *guituv1.Photo {
	text := findingText(p)
	return &guituv1.Photo{
		Name:          p.Name,
		TakenDate:     string(p.TakenDate),
		ContentType:   p.ContentType,
		Faces:         each(p.Faces, faceOut),
		Finding:       valueOf[guituv1.Photo_Finding](p.Finding),
		FindingText:   text.Zh,
		FindingTextEn: text.En,
		Width:         small(p.Width),
		Height:        small(p.Height),
	}
}

func faceOut(f models.Face) *guituv1.Face {
	return &guituv1.Face{
		Box:       boxOut(f.Box),
		Landmarks: each(f.Landmarks, func(p models.Point) *guituv1.Point { return &guituv1.Point{X: p.X, Y: p.Y} }),
		Quality:   f.Quality,
		Model:     f.Model,
	}
}

// boxOut returns a box; nil of none.
func boxOut(b models.Box) *guituv1.Box {
	if b == (models.Box{}) {
		return nil
	}
	return &guituv1.Box{X: b.X, Y: b.Y, Width: b.Width, Height: b.Height}
}

// photoIn takes what a caller may say of a photo; what was seen on it is not the
// caller's to say, except for faces that come as embeddings.
func photoIn(p *guituv1.Photo) models.Photo {
	return models.Photo{
		TakenDate:   models.Date(p.GetTakenDate()),
		Content:     p.GetContent(),
		ContentType: p.GetContentType(),
		Faces:       each(p.GetFaces(), faceIn),
	}
}

func faceIn(f *guituv1.Face) models.Face {
	return models.Face{
		Box:       models.Box{X: f.GetBox().GetX(), Y: f.GetBox().GetY(), Width: f.GetBox().GetWidth(), Height: f.GetBox().GetHeight()},
		Landmarks: each(f.GetLandmarks(), func(p *guituv1.Point) models.Point { return models.Point{X: p.GetX(), Y: p.GetY()} }),
		Quality:   f.GetQuality(),
		Embedding: f.GetEmbedding(),
		Model:     f.GetModel(),
	}
}

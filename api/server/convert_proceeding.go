package server

import (
	"encoding/json"
	"fmt"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

// A proceeding's JSON is the contract's JSON, field by field (TestProceedingsKeepEveryField
// holds it): one converter each way serves all kinds.

// convertIn fills a model from a message. Errors: models.ErrInvalid.
func convertIn(m proto.Message, model any) error {
	text, err := protojson.Marshal(m)
	if err == nil {
		err = json.Unmarshal(text, model)
	}
	if err != nil {
		return models.Invalid("", "内容写法不对："+err.Error(), err.Error())
	}
	return nil
}

// convertOut fills a message from a model; what the contract does not have is left out.
func convertOut(model any, m proto.Message) error {
	text, err := json.Marshal(model)
	if err == nil {
		err = protojson.UnmarshalOptions{DiscardUnknown: true}.Unmarshal(text, m)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", models.ErrDataLoss, err)
	}
	return nil
}

func actIn(a *guituv1.Act) (models.Act, error) {
	var out models.Act
	if a == nil {
		return out, nil
	}
	return out, convertIn(a, &out)
}

// bringPhotos takes the photos of a message as those of every other call are: by their
// content, never by the hash of bytes that are here already.
func bringPhotos(m proto.Message, p models.Proceeding) {
	with, ok := m.(interface{ GetPhotos() []*guituv1.Photo })
	if photos := models.PhotosOf(p); ok && photos != nil {
		*photos = each(with.GetPhotos(), photoIn)
	}
}

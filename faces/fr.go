package faces

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/guitu-project/guitu/models"
)

// onnx is one worker's networks: it serves one goroutine at a time.
type onnx struct {
	detector, landmarker *network
	embedders            []*arcFace // the one to be asked first, first
}

// onnxReady verifies the networks and loads ONNX Runtime.
func onnxReady(dir string) error {
	library := runtimePackage()
	if len(library.files) == 0 {
		return fmt.Errorf("%w: ONNX Runtime is not fetched for this kind of machine", models.ErrFacesOff)
	}
	if err := verify(dir, frPackage(), library); err != nil {
		return err
	}
	return loadRuntime(dir)
}

// openONNX loads the fr models, whose bytes have been verified, the operator's and, if it is
// there, MobileFaceNet, which counts beside fr-feature-v1.
func openONNX(dir string, own []OwnEmbedder, mobile bool) (_ *onnx, err error) {
	n := &onnx{}
	defer func() {
		if err != nil {
			n.close()
		}
	}()
	if n.detector, err = openFile(filepath.Join(dir, fileDetect), 1, 3, detectHeight, detectWidth); err != nil {
		return nil, err
	}
	if err := n.detector.shaped(3*detectHeight*detectWidth, 2*anchors, 4*anchors); err != nil {
		return nil, fmt.Errorf("%w: %s %w", models.ErrFacesOff, fileDetect, err)
	}
	if n.landmarker, err = openFile(filepath.Join(dir, fileLandmark), 1, 1, landmarkSide, landmarkSide); err != nil {
		return nil, err
	}
	if err := n.landmarker.shaped(landmarkSide*landmarkSide, 2*landmarks); err != nil {
		return nil, fmt.Errorf("%w: %s %w", models.ErrFacesOff, fileLandmark, err)
	}
	list := append(own[:len(own):len(own)], frEmbedder(dir))
	if mobile {
		list = append(list, mobileEmbedder(dir))
	}
	for _, o := range list {
		e, err := o.open()
		if err != nil {
			return nil, err
		}
		n.embedders = append(n.embedders, e)
	}
	return n, nil
}

func openFile(path string, shape ...int64) (*network, error) {
	model, err := os.ReadFile(path) //nolint:gosec // the operator's folder
	if err != nil {
		return nil, fmt.Errorf("%w: %w", models.ErrFacesOff, err)
	}
	return openNetwork(model, shape...)
}

func (n *onnx) close() {
	if n.detector != nil {
		n.detector.close()
	}
	if n.landmarker != nil {
		n.landmarker.close()
	}
	for _, e := range n.embedders {
		e.net.close()
	}
}

package faces

import (
	"context"
	"fmt"
)

// sharedCNN is the one scanner that runs the CNN. dlib's network keeps the memory of
// the largest picture it ever saw (400 MB at [cnnPixels]), so there is one for
// all workers, loaded when first needed.
type sharedCNN struct {
	turn    chan struct{} // holds one token: whose turn it is
	open    func() (scanner, error)
	scanner scanner // guarded by turn
}

func newSharedCNN(open func() (scanner, error)) *sharedCNN {
	s := &sharedCNN{turn: make(chan struct{}, 1), open: open}
	s.turn <- struct{}{}
	return s
}

// take waits for the scanner; put gives it back.
func (s *sharedCNN) take(ctx context.Context) (scanner, error) {
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for the thorough face scan: %w", ctx.Err())
	case <-s.turn:
	}
	if s.scanner == nil {
		opened, err := s.open()
		if err != nil {
			s.put()
			return nil, err
		}
		s.scanner = opened
	}
	return s.scanner, nil
}

func (s *sharedCNN) put() { s.turn <- struct{}{} }

func (s *sharedCNN) close() {
	<-s.turn
	if s.scanner != nil {
		s.scanner.close()
	}
}

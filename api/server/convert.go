package server

import (
	"math"
	"strconv"
	"time"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/guitu-project/guitu/models"
)

// The converters come in pairs: xOut makes a message of a model, xIn a model of a
// message. An enumeration's values have the same names on both sides.

// wordOf returns the word of an enumeration's value, empty for unspecified. A number
// that the contract does not know stays readable, for Validate to refuse it.
func wordOf[T ~string, E protoreflect.Enum](e E) T {
	if e.Number() == 0 {
		return ""
	}
	if v := e.Descriptor().Values().ByNumber(e.Number()); v != nil {
		return T(v.Name())
	}
	return T(strconv.Itoa(int(e.Number())))
}

// valueOf returns the enumeration's value for a word, unspecified if it has none.
func valueOf[E interface {
	~int32
	protoreflect.Enum
}, T ~string](word T) E {
	var unspecified E
	if v := unspecified.Descriptor().Values().ByName(protoreflect.Name(word)); v != nil {
		return E(v.Number())
	}
	return unspecified
}

// each converts a list; nothing stays nothing.
func each[A, B any](list []A, convert func(A) B) []B {
	if len(list) == 0 {
		return nil
	}
	out := make([]B, len(list))
	for i, a := range list {
		out[i] = convert(a)
	}
	return out
}

// small returns n as an int32, or the nearest.
func small[N int | int64](n N) int32 {
	return int32(max(math.MinInt32, min(math.MaxInt32, int64(n))))
}

func yearsOut(n *int) *int32 {
	if n == nil {
		return nil
	}
	return new(small(*n))
}

func yearsIn(n *int32) *int {
	if n == nil {
		return nil
	}
	return new(int(*n))
}

func timeOut(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}

// pageLimit returns how many entries a page of the asked size has: usual if nothing
// was asked, never over most. Errors: models.ErrInvalid.
func pageLimit(asked int32, usual, most int) (int, error) {
	switch {
	case asked < 0:
		return 0, models.Invalid("pageSize", "每页条数不能为负", "pageSize must not be negative")
	case asked == 0:
		return usual, nil
	}
	return min(int(asked), most), nil
}

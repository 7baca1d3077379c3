package faces

import (
	"encoding/binary"
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/guitu-project/guitu/models"
)

// The numbers of onnx.proto (ONNX 1.8, IR 7): of the fields written here, and of the
// types of what they hold.
const (
	onnxIR, onnxOpset = 7, 13
	onnxFloat         = 1
	attributeOfInt    = 2
	attributeOfInts   = 7
	modelIR           = 1
	modelGraph        = 7
	modelOpset        = 8
	opsetVersion      = 2
	graphNode         = 1
	graphName         = 2
	graphInitializer  = 5
	graphInput        = 11
	graphOutput       = 12
	nodeInput         = 1
	nodeOutput        = 2
	nodeOperator      = 4
	nodeAttribute     = 5
	attributeName     = 1
	attributeInt      = 3
	attributeInts     = 8
	attributeType     = 20
	tensorDims        = 1
	tensorType        = 2
	tensorName        = 8
	tensorRaw         = 9
	valueName         = 1
	valueType         = 2
	typeTensor        = 1
	tensorTypeElement = 1
	tensorTypeShape   = 2
	shapeDim          = 1
	dimValue          = 1
)

// onnxGraph is written node by node; tensors are called t and their number.
type onnxGraph struct{ nodes, initializers []byte }

func (g *onnxGraph) node(operator string, in []int, out int, attributes ...[]byte) {
	var node []byte
	for _, t := range in {
		node = appendText(node, nodeInput, tensorCalled(t))
	}
	node = appendText(node, nodeOutput, tensorCalled(out))
	node = appendText(node, nodeOperator, operator)
	for _, a := range attributes {
		node = appendMessage(node, nodeAttribute, a)
	}
	g.nodes = appendMessage(g.nodes, graphNode, node)
}

func (g *onnxGraph) initializer(tensor int, dims []int, numbers []float32) {
	var t, raw []byte
	for _, d := range dims {
		t = appendNumber(t, tensorDims, d)
	}
	t = appendNumber(t, tensorType, onnxFloat)
	t = appendText(t, tensorName, tensorCalled(tensor))
	for _, x := range numbers {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(x))
	}
	g.initializers = appendMessage(g.initializers, graphInitializer, appendMessage(t, tensorRaw, raw))
}

// model returns the file of the graph, which takes one face on the template of ArcFace
// and gives the numbers of MobileFaceNet.
func (g *onnxGraph) model(name string, input, output int) ([]byte, error) {
	if len(g.nodes) == 0 {
		return nil, fmt.Errorf("%w: the network is empty", models.ErrFacesOff)
	}
	graph := appendText(g.nodes, graphName, name)
	graph = append(graph, g.initializers...)
	graph = appendMessage(graph, graphInput, valueOf(input, 1, 3, templateSide, templateSide))
	graph = appendMessage(graph, graphOutput, valueOf(output, 1, models.EmbeddingDim(models.ModelMobileFaceNet)))
	file := appendNumber(nil, modelIR, onnxIR)
	file = appendMessage(file, modelGraph, graph)
	return appendMessage(file, modelOpset, appendNumber(nil, opsetVersion, onnxOpset)), nil
}

func tensorCalled(t int) string { return fmt.Sprintf("t%d", t) }

// valueOf describes a tensor of floats that goes in or comes out.
func valueOf(tensor int, dims ...int) []byte {
	var shape []byte
	for _, d := range dims {
		shape = appendMessage(shape, shapeDim, appendNumber(nil, dimValue, d))
	}
	kind := appendMessage(appendNumber(nil, tensorTypeElement, onnxFloat), tensorTypeShape, shape)
	return appendMessage(appendText(nil, valueName, tensorCalled(tensor)), valueType, appendMessage(nil, typeTensor, kind))
}

func intAttribute(name string, x int) []byte {
	return appendNumber(appendNumber(appendText(nil, attributeName, name), attributeInt, x), attributeType, attributeOfInt)
}

func intsAttribute(name string, list ...int) []byte {
	a := appendText(nil, attributeName, name)
	for _, x := range list {
		a = appendNumber(a, attributeInts, x)
	}
	return appendNumber(a, attributeType, attributeOfInts)
}

func appendMessage(b []byte, field protowire.Number, message []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, field, protowire.BytesType), message)
}

func appendText(b []byte, field protowire.Number, text string) []byte {
	return protowire.AppendString(protowire.AppendTag(b, field, protowire.BytesType), text)
}

func appendNumber(b []byte, field protowire.Number, x int) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, field, protowire.VarintType), uint64(x))
}

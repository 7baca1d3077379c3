package gateway

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

// uploadsJSON describes what the .proto files cannot: raw bodies and event streams.
//
//go:embed uploads.json
var uploadsJSON []byte

// openAPI returns the generated document with the uploads added, and the calls in it.
func openAPI() ([]byte, []call, error) {
	var all, uploads map[string]any
	if err := json.Unmarshal(guituv1.OpenAPI, &all); err != nil {
		return nil, nil, fmt.Errorf("generated OpenAPI document: %w", err)
	}
	if err := json.Unmarshal(uploadsJSON, &uploads); err != nil {
		return nil, nil, fmt.Errorf("OpenAPI document of uploads: %w", err)
	}
	paths, ok := all["paths"].(map[string]any)
	if !ok {
		return nil, nil, fmt.Errorf("generated OpenAPI document has no paths")
	}
	for path, calls := range uploads {
		described, ok := paths[path].(map[string]any)
		if !ok {
			described = map[string]any{}
			paths[path] = described
		}
		more, ok := calls.(map[string]any)
		if !ok {
			return nil, nil, fmt.Errorf("OpenAPI document of uploads: %s is no object", path)
		}
		maps.Copy(described, more)
	}
	text, err := json.Marshal(all)
	if err != nil {
		return nil, nil, fmt.Errorf("OpenAPI document: %w", err)
	}
	var doc document
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, nil, fmt.Errorf("calls of the OpenAPI document: %w", err)
	}
	return text, callsOf(doc), nil
}

func (g *gateway) serveOpenAPI(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	g.write(r, w, g.openAPI)
}

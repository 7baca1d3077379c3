package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/guitu-project/guitu/matcher/feature"
)

// TestSystem asks a service about itself, and tries parameters that are kept in its folder.
func TestSystem(t *testing.T) {
	data := t.TempDir()
	other := feature.File{Params: feature.DefaultParams()}
	other.Version = "trial-1"
	other.Scale = map[string]float64{"name": .5}
	file, err := os.Create(filepath.Join(data, "params-trial-1.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Write(file); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	o := openOffice(t, data)
	o.finish(o.upload("NOTICES", string(demoNotices)))
	o.finish(o.upload("RECORDS", string(demoRecords)))
	state := o.must("GET", "/v1/system", nil)
	index, _ := state["index"].(object)
	disk, _ := state["disk"].(object)
	params, _ := state["parameters"].(object)
	retention, _ := state["retention"].(object)
	if index["openNotices"] == nil || index["wordsReady"] != true || index["failure"] != nil || disk["freeBytes"] == nil ||
		params["version"] != feature.DefaultParams().Version || state["faceModels"] != nil || len(retention["rules"].([]any)) < 5 {
		t.Errorf("the state is %v", state)
	}
	if kept, _ := json.Marshal(params["kept"]); string(kept) != `["trial-1"]` {
		t.Errorf("kept: %s", kept)
	}
	tried := o.must("POST", "/v1/parameters:try", object{"version": "trial-1", "sampleSize": 10})
	if tried["after"] != "trial-1" || tried["records"] == nil || len(tried["moves"].([]any)) == 0 {
		t.Errorf("half the weight of names moves nothing: %v", tried)
	}
}

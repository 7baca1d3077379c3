package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"

	"github.com/guitu-project/guitu/models/store/s3"
)

// serveVariables returns the environment variables of guitu serve.
func serveVariables(t *testing.T) map[string]bool {
	t.Helper()
	var c cli
	parser, err := kong.New(&c, kong.Vars{"roles": roleNames(), "version": version()})
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, command := range parser.Model.Children {
		if command.Name != "serve" {
			continue
		}
		for _, group := range command.AllFlags(false) {
			for _, flag := range group {
				for _, name := range flag.Envs {
					known[name] = true
				}
			}
		}
	}
	if !known["GUITU_STORE"] || !known["GUITU_LOG_FORMAT"] {
		t.Fatalf("the variables of guitu serve are %v", known)
	}
	return known
}

// documents reads a file of YAML documents.
func documents(t *testing.T, name string) (all []object) {
	t.Helper()
	decoder := yaml.NewDecoder(bytes.NewReader(readFile(t, filepath.Join("deploy", name))))
	for {
		var o object
		if err := decoder.Decode(&o); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all = append(all, o)
	}
}

// mustServe fails where an environment would not make guitu serve start: a variable that it does not know, or a value
// that it does not take.
func mustServe(t *testing.T, where string, environment map[string]string) {
	t.Helper()
	given := map[string]bool{} // to the commands that give keys
	for name, value := range environment {
		if source, ok := strings.CutPrefix(value, "env:"); ok && strings.HasSuffix(name, "_FROM") {
			given[source] = true
		}
	}
	known := serveVariables(t)
	for name, value := range environment {
		if strings.HasPrefix(name, "GUITU_") && !known[name] && !given[name] {
			t.Errorf("%s: guitu serve has no variable %s", where, name)
		}
		t.Setenv(name, value)
	}
	var c cli
	parser, err := kong.New(&c, kong.Vars{"roles": roleNames(), "version": version()}, kong.Exit(func(int) { t.Fatalf("%s: it ends", where) }))
	if err == nil {
		_, err = parser.Parse([]string{"serve"})
	}
	if err == nil {
		err = c.Serve.check("0.0.0.0:8080", "0.0.0.0:9090")
	}
	if err != nil {
		t.Errorf("%s: %v", where, err)
	}
	if !inBucket(c.Serve.Blobs) || !isURL(c.Serve.Store) {
		t.Errorf("%s: bytes in %s, rows in %s", where, c.Serve.Blobs, c.Serve.Store)
	}
	if _, err := s3.ParseAddress(c.Serve.Blobs); err != nil {
		t.Errorf("%s: %v", where, err)
	}
}

func TestCompose(t *testing.T) {
	file := documents(t, "compose.yaml")[0]
	services, servers := file["services"].(object), 0
	for name, s := range services {
		service := s.(object)
		for _, mount := range list(service["volumes"]) {
			from, _, _ := strings.Cut(mount.(string), ":")
			if local, ok := strings.CutPrefix(from, "./"); ok {
				readFile(t, filepath.Join("deploy", local))
			} else if _, ok := file["volumes"].(object)[from]; !ok {
				t.Errorf("%s: there is no volume %s", name, from)
			}
		}
		for _, secret := range list(service["secrets"]) {
			if _, ok := file["secrets"].(object)[secret.(string)]; !ok {
				t.Errorf("%s: there is no secret %v", name, secret)
			}
		}
		if depends, ok := service["depends_on"].(object); ok {
			for other := range depends {
				if services[other] == nil {
					t.Errorf("%s depends on %s, which there is not", name, other)
				}
			}
		}
		if service["image"] == "guitu" {
			servers++
			environment := map[string]string{}
			for key, value := range service["environment"].(object) {
				environment[key] = fmt.Sprint(value)
			}
			mustServe(t, name, environment)
			if proxy := string(readFile(t, filepath.Join("deploy", "Caddyfile"))); !strings.Contains(proxy, name+":8080") {
				t.Errorf("the proxy does not know %s", name)
			}
		}
	}
	if servers != 3 {
		t.Errorf("%d servers, want 3", servers)
	}
}

func TestKubernetes(t *testing.T) {
	kinds := []string{}
	for _, o := range documents(t, "kubernetes.yaml") {
		kinds = append(kinds, str(o, "kind"))
		if str(o, "kind") != "StatefulSet" {
			continue
		}
		container := at(o, "spec.template.spec.containers.0")
		if str(container, "args.0") != "serve" {
			t.Errorf("it runs %v", at(container, "args"))
		}
		environment := map[string]string{"GUITU_MASTER": "of a secret", "GUITU_TRAIL": "of a secret"}
		for _, v := range list(at(container, "env")) {
			environment[str(v, "name")] = str(v, "value")
		}
		mustServe(t, "kubernetes.yaml", environment)
	}
	slices.Sort(kinds)
	if got := strings.Join(kinds, " "); got != "PodDisruptionBudget Service Service StatefulSet" {
		t.Errorf("it has %s", got)
	}
}

// What has no test of its own can at least be read.
func TestDeployYAML(t *testing.T) {
	files, err := os.ReadDir("deploy")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, f := range files {
		if ext := filepath.Ext(f.Name()); ext == ".yml" || ext == ".yaml" {
			read += len(documents(t, f.Name()))
		}
	}
	patroni := documents(t, "patroni.yml")[0]
	for _, mode := range []string{"synchronous_mode", "synchronous_mode_strict"} {
		if at(patroni, "bootstrap.dcs."+mode) != true {
			t.Errorf("patroni.yml does not set %s: what was acknowledged could be lost", mode)
		}
	}
	if read < 6 {
		t.Errorf("%d documents", read)
	}
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

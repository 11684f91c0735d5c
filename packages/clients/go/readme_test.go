package calllist_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var sample = regexp.MustCompile("(?s)```go\n(.*?)```")

// Programs of the README are run in a module of their own, as its readers would; parts of programs stand in an example.
func TestSamplesOfTheReadme(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	examples, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	plain := withoutIndent(string(examples))
	for _, match := range sample.FindAllStringSubmatch(string(readme), -1) {
		text := match[1]
		if strings.HasPrefix(text, "package main") && !testing.Short() {
			equal(t, "output", run(t, text), "9 IN_WORK\n17 SUCCESS\n19 IN_WORK\n")
		} else if !strings.HasPrefix(text, "package main") && !strings.Contains(plain, withoutIndent(text)) {
			t.Errorf("this sample is in no example, and so is not run:\n%s", text)
		}
	}
}

var indent = regexp.MustCompile(`(?m)^\t+`)

func withoutIndent(text string) string { return indent.ReplaceAllString(text, "") }

// run runs a program in an empty folder, after the README's commands.
func run(t *testing.T, program string) string {
	t.Helper()
	here, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "main.go"), []byte(program), 0o600); err != nil {
		t.Fatal(err)
	}
	command := func(args ...string) string {
		command := exec.Command("go", args...)
		command.Dir = folder
		output, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("go %v: %v\n%s", args, err, output)
		}
		return string(output)
	}
	command("mod", "init", "example.com/calls")
	command("mod", "edit", "-replace", "github.com/b24-calllist/b24-calllist/packages/clients/go="+here)
	command("mod", "tidy")
	return command("run", ".")
}

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/guitu-project/guitu/models"
)

// newPassword asks for a password twice at a terminal, if no one sees it, or reads
// one line of standard input. It is never a flag: those can be seen by others.
func (m *Main) newPassword(login string) (string, error) {
	file, ok := m.Stdin.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		line, err := bufio.NewReader(m.Stdin).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("read the password: %w", err)
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	first, err := m.ask(file, fmt.Sprintf("%s 的初始密码 (first password): ", login))
	if err != nil {
		return "", err
	}
	again, err := m.ask(file, "再输一次 (again): ")
	if err != nil {
		return "", err
	}
	if first != again {
		return "", fmt.Errorf("两次输入不一致 (the two are not the same): %w", models.ErrInvalid)
	}
	return first, nil
}

func (m *Main) ask(terminal *os.File, prompt string) (string, error) {
	_, _ = fmt.Fprint(m.Stderr, prompt)
	password, err := term.ReadPassword(int(terminal.Fd()))
	_, _ = fmt.Fprintln(m.Stderr)
	if err != nil {
		return "", fmt.Errorf("read the password: %w", err)
	}
	return string(password), nil
}

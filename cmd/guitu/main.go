package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/guitu-project/guitu/models"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	m := Main{Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
	os.Exit(m.Run(ctx))
}

// Main is the program, to be started by main or by a test.
type Main struct {
	Args           []string  // without the program's name
	Stdin          io.Reader // where a password is read from; nothing if nil
	Stdout, Stderr io.Writer
}

// cli holds what the command line may say.
type cli struct {
	Serve   serveCmd      `cmd:"" help:"Run the service: gRPC, REST, health and metrics."`
	Import  importCmd     `cmd:"" help:"Upload a file of notices or records."`
	Export  exportCmd     `cmd:"" help:"Write a file of notices or records."`
	Match   matchCmd      `cmd:"" help:"Show the ranked matches of a record or a notice, with reasons."`
	Rematch rematchCmd    `cmd:"" help:"Weigh all open records against all open notices and keep the likely pairs."`
	Case    caseCmd       `cmd:"" help:"List the cases, or show one with its story."`
	Index   indexCmd      `cmd:"" help:"Hold some partitions of the people, for servers that do not hold them themselves."`
	Reindex reindexCmd    `cmd:"" help:"Rebuild the index from the store."`
	Models  faceModelsCmd `cmd:"" name:"face-models" aliases:"models" help:"Fetch or verify the face models."`
	Faces   facesCmd      `cmd:"" help:"Look again at the photos held."`
	Demo    demoCmd       `cmd:"" help:"Load invented people, show a match, then serve."`
	Due     dueCmd        `cmd:"" help:"Show what must be done for whom until when."`
	Form    formCmd       `cmd:"" help:"Print a form of a proceeding, such as 求助登记表."`
	Check   checkCmd      `cmd:"" help:"Look through the whole data folder for damage."`
	Backup  backupCmd     `cmd:"" help:"Make, list and verify backups, while the service serves."`
	Restore restoreCmd    `cmd:"" help:"Bring a backup back as a new data folder."`
	Erase   eraseCmd      `cmd:"" help:"Erase people for good, or prove that nothing of them is left."`
	Store   storeCmd      `cmd:"" help:"Move the rows between the data folder and a database server."`
	Key     keyCmd        `cmd:"" help:"The key that photos and contacts are sealed with."`
	Params  paramsCmd     `cmd:"" help:"Learn, try and change the numbers that decide about people."`
	User    userCmd       `cmd:"" help:"Keep the people who work with the service, and the keys of other systems."`
	Audit   auditCmd      `cmd:"" help:"Prove and export the trail of who looked at whom and changed what."`
	Eval    evalCmds      `cmd:"" help:"Measure the matching on invented people, or the face models on photos of your own."`

	Version kong.VersionFlag `help:"Print the version and stop."`

	LogFormat string `enum:"text,json" default:"text" env:"GUITU_LOG_FORMAT" help:"How log lines are written: ${enum}."`

	LogLevel slog.Level `default:"info" env:"GUITU_LOG" help:"How much is logged: debug, info, warn or error."`
}

const description = `Guitu (归途) tells a rescue station who the person in front of them may be.

  guitu serve --data DIR                      run the service on a data folder
  guitu import notices FILE.jsonl --data DIR  upload notices (寻亲启事), one JSON object a line
  guitu match RECORD --data DIR               rank the notices against a record (受助人员)

Every flag can be given as an environment variable, shown beside it.

Exit codes: 0 done, 1 failed, 2 the command line is wrong, 3 an import or a check was
done and some rows were not taken, or an undo left some as they are.`

// exit codes: 0 done, 1 failed, 2 the command line is wrong, 3 files were read and some of their
// rows were not taken.
const (
	exitFailed = 1
	exitUsage  = 2
	exitRows   = 3
)

// exited carries kong's wish to end the program (--help) up to Run.
type exited int

// Run runs the command and returns the exit code. It returns when the command is
// done or ctx has ended and all is closed.
func (m *Main) Run(ctx context.Context) (code int) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case exited:
			code = int(r)
		default:
			panic(r)
		}
	}()
	if m.Stdin == nil {
		m.Stdin = strings.NewReader("")
	}
	var c cli
	parser := kong.Must(&c, kong.Name("guitu"), kong.Description(description), kong.UsageOnError(), kong.Vars{"roles": roleNames(), "version": version()},
		kong.Writers(m.Stdout, m.Stderr), kong.Exit(func(code int) { panic(exited(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(m))
	command, err := parser.Parse(m.Args)
	if err != nil {
		_, _ = fmt.Fprintf(m.Stderr, "guitu: %v\nSee guitu --help.\n", err)
		return exitUsage
	}
	options := &slog.HandlerOptions{Level: c.LogLevel}
	log := slog.New(slog.NewTextHandler(m.Stderr, options))
	if c.LogFormat == "json" {
		log = slog.New(slog.NewJSONHandler(m.Stderr, options))
	}
	if err := command.Run(log); err != nil && !errors.Is(err, context.Canceled) {
		m.complain(err)
		if errors.Is(err, errRowsLeft) {
			return exitRows
		}
		return exitFailed
	}
	return 0
}

// complain says what went wrong and, if it is known, what to do about it.
func (m *Main) complain(err error) {
	_, _ = fmt.Fprintf(m.Stderr, "guitu: %v\n", err)
	if errors.Is(err, models.ErrBusy) {
		_, _ = fmt.Fprintln(m.Stderr, "Another guitu works on this data folder: stop it first, or name another --data.")
	}
}

package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"unicode/utf8"

	"github.com/trustelem/zxcvbn"
	"golang.org/x/crypto/argon2"

	"github.com/guitu-project/guitu/models"
)

// cost holds what one Argon2id hash costs.
type cost struct {
	memory  uint32 // KiB
	time    uint32 // passes
	threads uint8
}

// usualCost is the minimum of OWASP's Password Storage Cheat Sheet (2025) for
// Argon2id: 19 MiB, 2 passes, 1 thread. A password that was hashed for less is hashed
// again at the next login.
var usualCost = cost{memory: 19 * 1024, time: 2, threads: 1}

const (
	saltBytes = 16
	hashBytes = 32
)

// Lengths of a password in characters. The upper one only bounds the work.
const (
	minPassword = 10
	maxPassword = 200
)

// hasher hashes passwords, as many at a time as there are cores: each takes 19 MiB.
type hasher chan struct{}

func newHasher() hasher { return make(hasher, runtime.GOMAXPROCS(0)) }

func (h hasher) hash(ctx context.Context, c cost, password string, salt []byte) ([]byte, error) {
	select {
	case h <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { <-h }()
	return argon2.IDKey([]byte(password), salt, c.time, c.memory, c.threads, hashBytes), nil
}

// phc returns the password's hash as a PHC string.
func (h hasher) phc(ctx context.Context, c cost, password string) (string, error) {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // it never fails
	hash, err := h.hash(ctx, c, password, salt)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.time, c.threads, b64.EncodeToString(salt), b64.EncodeToString(hash)), nil
}

// check reports whether the password is that of the PHC string, and whether it
// was hashed for less than is usual now. An empty string is no one's password, and
// takes as long to refuse as another.
func (h hasher) check(ctx context.Context, password, phc string) (ok, weak bool, err error) {
	c, salt, want, valid := parsePHC(phc)
	if !valid {
		c, salt, want = usualCost, make([]byte, saltBytes), make([]byte, hashBytes)
	}
	got, err := h.hash(ctx, c, password, salt)
	if err != nil {
		return false, false, err
	}
	ok = subtle.ConstantTimeCompare(got, want) == 1 && valid
	return ok, c.memory < usualCost.memory || c.time < usualCost.time, nil
}

func parsePHC(phc string) (c cost, salt, hash []byte, ok bool) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, false
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.time, &c.threads); n != 3 || err != nil || c.time == 0 || c.threads == 0 {
		return c, nil, nil, false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return c, nil, nil, false
	}
	hash, err = base64.RawStdEncoding.DecodeString(parts[5])
	return c, salt, hash, err == nil && len(hash) == hashBytes
}

// denied are passwords that are tried first: the most common ones of ten characters
// and more, and what lies near in this service.
//
//go:embed denied.txt
var denied string

// admitPassword checks a new password. Errors: models.ErrInvalid, naming the field.
func admitPassword(field, password string, about ...string) error {
	lower := strings.ToLower(password)
	switch n := utf8.RuneCountInString(password); {
	case n < minPassword:
		return models.Invalid(field, fmt.Sprintf("密码至少 %d 个字符", minPassword), fmt.Sprintf("a password has at least %d characters", minPassword))
	case n > maxPassword || !utf8.ValidString(password):
		return models.Invalid(field, fmt.Sprintf("密码最多 %d 个字符", maxPassword), fmt.Sprintf("a password has at most %d characters", maxPassword))
	case strings.Contains(lower, strings.ToLower(about[0])):
		return models.Invalid(field, "密码不能包含登录名", "the password must not contain the login")
	case strings.Count(lower, lower[:1]) == len(lower):
		return models.Invalid(field, "密码不能只是一个字符的重复", "the password is one character over and over")
	}
	for line := range strings.Lines(denied) {
		if strings.TrimSpace(line) == lower {
			return models.Invalid(field, "这个密码太常见，请换一个", "this password is among the first that are tried: choose another")
		}
	}
	if guesses(password, append(about, nearby...)) < fewestGuesses {
		return models.Invalid(field, "这个密码太容易猜到：不要用常见密码、单位或地名、键盘顺序和重复，可用几个不相干的词",
			"this password is easy to guess: no common password, name of a place or station, row of keys or repetition; some unrelated words will do")
	}
	return nil
}

// fewestGuesses is after how many guesses by a person who knows which passwords people
// choose a password may be found: 10^8, which online, throttled, takes years (NIST SP
// 800-63B wants common words, context and patterns refused; zxcvbn's score 3 of 4).
const fewestGuesses = 1e8

// nearby are words that are tried first against this service: what it is, and where.
var nearby = strings.Fields(`guitu 归途 救助站 救助管理站 寻亲 公安局 派出所 民政局 jiuzhu jiuzhuzhan xunqin gongan minzheng
	beijing shanghai tianjin chongqing chengdu wuhan guangzhou shenzhen hangzhou nanjing xian changsha zhengzhou jinan shenyang harbin haerbin
	changchun kunming guiyang nanning haikou lanzhou xining yinchuan urumqi wulumuqi lasa lhasa hohhot taiyuan shijiazhuang hefei fuzhou nanchang
	sichuan hubei hunan guangdong guangxi henan hebei shandong shanxi shaanxi jiangsu zhejiang anhui fujian jiangxi yunnan guizhou hainan gansu
	qinghai ningxia xinjiang xizang neimenggu liaoning jilin heilongjiang 北京 上海 天津 重庆 成都 武汉 广州 深圳 杭州 南京 西安 长沙 郑州`)

// longestEstimated is how many characters of a password are looked at for patterns, which
// takes the square of them.
const longestEstimated = 64

// guesses estimates after how many guesses a password is found. A text of one to three words
// that are written several times is worth no more than they are.
func guesses(password string, words []string) float64 {
	runes := []rune(strings.ToLower(password))
	if len(runes) > longestEstimated {
		runes = runes[:longestEstimated]
	}
	for unit := 1; unit <= len(runes)/2; unit++ {
		if len(runes)%unit == 0 && strings.Repeat(string(runes[:unit]), len(runes)/unit) == string(runes) {
			runes = runes[:unit]
			break
		}
	}
	return zxcvbn.PasswordStrength(string(runes), words).Guesses
}

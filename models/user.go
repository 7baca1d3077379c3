package models

import (
	"fmt"
	"regexp"
	"time"
)

// UserStatus says whether an account can be used; empty is read as ACTIVE.
type UserStatus string

// The states of an account.
const (
	UserActive   UserStatus = "ACTIVE"
	UserDisabled UserStatus = "DISABLED"
)

// User is a person who works with the service. Name, Etag and the times are the
// store's.
type User struct {
	Name        string // users/…
	Login       string // what the person types
	DisplayName string
	Role        Role // empty: the account may do nothing yet
	Areas       Areas
	Station     string // whose records are the person's own wherever they were found
	Status      UserStatus
	MustChange  bool   // the password, before anything else
	Password    string // its Argon2id hash as a PHC string; empty if no password lets the person in
	Issuer      string // who says who the person is (OpenID Connect) …
	Subject     string // … and the person's identity there
	Etag        string
	CreateTime  time.Time
	UpdateTime  time.Time
}

// Actor returns the user as one who calls.
func (u *User) Actor() Actor {
	return Actor{ID: u.Name, Role: u.Role, Areas: u.Areas, Station: u.Station}
}

// Active reports whether the account can be used.
func (u *User) Active() bool { return u.Status != UserDisabled }

var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{2,63}$`)

// Validate names every wrong field.
func (u *User) Validate() error {
	v := newViolations()
	if !loginForm.MatchString(u.Login) {
		v.add("login", "登录名应为 3 到 64 个小写字母、数字、点、横线或下划线，以字母或数字开头",
			"must be 3 to 64 lower-case letters, digits, dots, dashes or underscores, beginning with a letter or a digit")
	}
	checkLen(v, "displayName", u.DisplayName, maxLine)
	checkLen(v, "station", u.Station, maxLine)
	checkLen(v, "issuer", u.Issuer, maxLine)
	checkLen(v, "subject", u.Subject, maxLine)
	oneOf(v, "role", u.Role, Roles()...)
	oneOf(v, "status", u.Status, UserActive, UserDisabled)
	switch {
	case u.Areas == Nationwide && !u.Role.May(WorkNationwide):
		v.add("areas", fmt.Sprintf("角色 %s 不能负责全国，请写明辖区", u.Role), fmt.Sprintf("a %s cannot work for the whole country: name the areas", u.Role))
	case u.Areas == "" && u.Station == "" && u.Role != "":
		v.add("areas", "请写明辖区（行政区划代码），全国写 *", "name the areas (GB/T 2260 codes), or * for the whole country: nothing is assumed")
	}
	if u.Role.OneOf(RoleHospital, RoleVillage) && u.Station == "" {
		v.add("station", "请写明医院或村（居）委会的名称：只能看到本单位的登记", "name the hospital or the village committee: it sees its own entries only")
	}
	if (u.Issuer == "") != (u.Subject == "") {
		v.add("subject", "issuer 和 subject 须同时填写", "issuer and subject go together")
	}
	return v.err()
}

// Session describes a login. Of its token, only the SHA-256 is known.
type Session struct {
	Name       string // sessions/…
	User       string
	Token      [32]byte
	CreateTime time.Time
	SeenTime   time.Time // last use, to the minute
	ExpireTime time.Time // at the latest
	Address    string    // where it was begun
	Agent      string    // the program it was begun with, as that said
}

// APIKey lets another system call in the name of a user, within scopes. Of its
// secret, only the SHA-256 and the first characters are known.
type APIKey struct {
	Name       string // apiKeys/…
	User       string
	Token      [32]byte
	CreateTime time.Time
	SeenTime   time.Time // last use, to the minute
	ExpireTime time.Time
	Title      string
	Prefix     string
	Scopes     []Scope
	Replaces   string
	Quota      Quota
	Usage      Usage
}

// Quota says how much an API key may do on a day; 0 is any amount.
type Quota struct {
	Requests int64
	Rows     int64 // records and notices that are written
}

// Usage holds what an API key did on a day, the last on which it did anything.
type Usage struct {
	Day      string // 2006-01-02
	Requests int64
	Rows     int64
}

// Scope says what an API key may do at most.
type Scope string

// The scopes.
const (
	ScopeReadRecords  Scope = "records.read"
	ScopeWriteRecords Scope = "records.write"
	ScopeReadNotices  Scope = "notices.read"
	ScopeWriteNotices Scope = "notices.write"
	ScopeMatches      Scope = "matches"
	ScopeImports      Scope = "imports"
	ScopeReadAudit    Scope = "audit.read"
)

// Scopes returns all scopes.
func Scopes() []Scope {
	return []Scope{ScopeReadRecords, ScopeWriteRecords, ScopeReadNotices, ScopeWriteNotices, ScopeMatches, ScopeImports, ScopeReadAudit}
}

// Throttle counts the wrong passwords of one account or from one address.
type Throttle struct {
	Key      string
	Failures int
	Last     time.Time // when the last one failed
	Until    time.Time // no more tries before
}

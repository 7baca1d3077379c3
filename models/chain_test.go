package models

import (
	"errors"
	"testing"
	"time"
)

// Every field of a row is in its hash, and no two rows read the same.
func TestLinkCoversEveryField(t *testing.T) {
	row := Audit{Seq: 7, Time: time.Unix(1, 2), Actor: Actor{ID: "users/a", Role: RolePolice}, Action: ActionRead,
		Purpose: "核实", Objects: []string{"records/a", "b"}, Detail: "d"}
	seen := map[ChainHash]string{row.HashAfter(ChainHash{}): "the row"}
	for name, change := range map[string]func(*Audit){
		"seq":      func(a *Audit) { a.Seq++ },
		"time":     func(a *Audit) { a.Time = a.Time.Add(1) },
		"actor":    func(a *Audit) { a.Actor.ID = "users/b" },
		"role":     func(a *Audit) { a.Actor.Role = RoleAdmin },
		"action":   func(a *Audit) { a.Action = ActionList },
		"purpose":  func(a *Audit) { a.Purpose = "" },
		"object":   func(a *Audit) { a.Objects = []string{"records/ab"} },
		"border":   func(a *Audit) { a.Objects = []string{"records/ab", ""} },
		"order":    func(a *Audit) { a.Objects = []string{"b", "records/a"} },
		"one less": func(a *Audit) { a.Objects = a.Objects[:1] },
		"detail":   func(a *Audit) { a.Detail = "" },
		"shifted":  func(a *Audit) { a.Objects, a.Detail = a.Objects[:1], "bd" },
	} {
		other := row
		change(&other)
		hash := other.HashAfter(ChainHash{})
		if was, taken := seen[hash]; taken {
			t.Errorf("%s has the hash of %s", name, was)
		}
		seen[hash] = name
	}
	if row.HashAfter(ChainHash{1}) == row.HashAfter(ChainHash{}) {
		t.Error("the row before is not in the hash")
	}
	local := row
	local.Time = row.Time.In(time.FixedZone("", 3600))
	if local.HashAfter(ChainHash{}) != row.HashAfter(ChainHash{}) {
		t.Error("the time zone is in the hash")
	}
}

func TestAreas(t *testing.T) {
	for _, test := range []struct {
		codes []string
		want  Areas
		ok    bool
	}{
		{nil, "", true}, {[]string{"*"}, Nationwide, true}, {[]string{"51", "*"}, "", false},
		{[]string{"510000", "510100", "510107", "51"}, "51 5101 510107", true}, {[]string{"511000"}, "5110", true},
		{[]string{"5"}, "", false}, {[]string{"51a1"}, "", false}, {[]string{""}, "", false}, {[]string{"5101071"}, "", false}, {[]string{"51 52"}, "", false},
		{make([]string, 101), "", false},
	} {
		got, err := ParseAreas(test.codes)
		if (err == nil) != test.ok || got != test.want {
			t.Errorf("ParseAreas(%q) = %q, %v", test.codes, got, err)
		}
	}
	for _, test := range []struct {
		areas Areas
		code  string
		want  bool
	}{
		{"", "510107", false}, {"", "", false}, {Nationwide, "", true}, {Nationwide, "510107", true}, {"51", "", false},
		{"5101 52", "510107001002", true}, {"5101 52", "520000", true}, {"5101 52", "5102", false}, {"5101", "51", false},
	} {
		if got := test.areas.Cover(test.code); got != test.want {
			t.Errorf("%q covers %q: %v", test.areas, test.code, got)
		}
	}
}

func TestUserValidate(t *testing.T) {
	good := User{Login: "guan", Role: RoleStation, Areas: "51"}
	for field, change := range map[string]func(*User){
		"":            func(*User) {},
		"login":       func(u *User) { u.Login = "Guan!" },
		"role":        func(u *User) { u.Role = "KING" },
		"status":      func(u *User) { u.Status = "ASLEEP" },
		"areas":       func(u *User) { u.Areas = "" },
		"subject":     func(u *User) { u.Issuer = "https://id.example" },
		"displayName": func(u *User) { u.DisplayName = string(make([]rune, 501)) },
	} {
		u := good
		change(&u)
		err := u.Validate()
		invalid, _ := errors.AsType[*InvalidError](err)
		if (err == nil) != (field == "") || err != nil && invalid.Violations[0].Field != field {
			t.Errorf("%q: %v", field, err)
		}
	}
	for role, ok := range map[Role]bool{RoleStation: false, RolePolice: false, RoleCaseworker: false, RoleSupervisor: true, RoleAdmin: true, RoleAuditor: true} {
		if err := (&User{Login: "guan", Role: role, Areas: Nationwide}).Validate(); (err == nil) != ok {
			t.Errorf("%s for the whole country: %v", role, err)
		}
	}
	if err := (&User{Login: "guan", Role: RoleStation, Station: "甲站"}).Validate(); err != nil {
		t.Errorf("only a station: %v", err)
	}
}

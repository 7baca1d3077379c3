package models

import (
	"slices"
	"testing"
)

func TestRolesMay(t *testing.T) {
	for _, c := range []struct {
		may  Permission
		want []Role
	}{
		{ReadPeople, []Role{RoleStation, RolePolice, RoleCaseworker, RoleSupervisor, RoleAdmin}},
		{WriteRecords, []Role{RoleStation, RoleCaseworker, RoleSupervisor, RoleAdmin}},
		{WriteNotices, []Role{RolePolice, RoleCaseworker, RoleSupervisor, RoleAdmin}},
		{DeletePeople, []Role{RoleSupervisor, RoleAdmin}},
		{ReadErasures, []Role{RoleSupervisor, RoleAdmin, RoleAuditor}},
		{ReadAudit, []Role{RoleAdmin, RoleAuditor}},
		{Administer, []Role{RoleAdmin}},
		{WorkNationwide, []Role{RoleSupervisor, RoleAdmin, RoleAuditor}},
		{ReadPeople | ReadAudit, []Role{RoleAdmin}},
	} {
		if got := RolesThat(c.may); !slices.Equal(got, c.want) {
			t.Errorf("RolesThat(%b) = %v, want %v", c.may, got, c.want)
		}
	}
	for _, r := range []Role{"", "NONE", RoleSystem} {
		if r.May(ReadPeople) || r.May(ReadAudit) {
			t.Errorf("%q may do something", r)
		}
	}
}

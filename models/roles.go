package models

import "slices"

// Role says what an actor may do at most; Areas say about whom.
type Role string

// The roles.
const (
	RoleStation    Role = "STATION"    // a rescue station (救助站)
	RolePolice     Role = "POLICE"     // 公安
	RoleCaseworker Role = "CASEWORKER" // 寻亲专员
	RoleSupervisor Role = "SUPERVISOR" // 主管
	RoleAdmin      Role = "ADMIN"      // 管理员
	RoleAuditor    Role = "AUDITOR"    // 审计员
	RolePatrol     Role = "PATROL"     // 街面巡查员
	RoleHospital   Role = "HOSPITAL"   // 医院
	RoleVillage    Role = "VILLAGE"    // 村（居）委会

	// RoleSystem is the role of Guitu itself: it proposes, and decides nothing. No user
	// has it.
	RoleSystem Role = "SYSTEM"
)

// Permission names a kind of deed that a role may do at all.
type Permission uint16

// The permissions.
const (
	// ReadPeople covers records, notices, photos, matches and cases.
	ReadPeople Permission = 1 << iota
	// WriteRecords covers making and changing records.
	WriteRecords
	// WriteNotices covers making and changing notices, and takedowns.
	WriteNotices
	// RevealContacts covers reading contacts before a case is open on the pair.
	RevealContacts
	// DeletePeople covers deleting, erasing and rematching all.
	DeletePeople
	// ReadErasures covers the list of what was erased.
	ReadErasures
	// ReadAudit covers the audit trail and its ledgers.
	ReadAudit
	// Administer covers accounts, deliveries, face models and embeddings from outside.
	Administer
	// WorkNationwide covers areas that are the whole country.
	WorkNationwide
	// Patrol covers rounds and leads.
	Patrol
	// Shelter covers stays, escorts and inquiries of one's own, and answering hospitals.
	Shelter
	// AnswerInquiries covers seeing and answering inquiries, and receiving escorts.
	AnswerInquiries
	// AskIdentity covers asking who a patient is, and seeing the answers to one's own.
	AskIdentity
	// Survey covers entering and visiting people likely to wander.
	Survey
	// KeepRegistry covers checking what was surveyed.
	KeepRegistry
	// ReadStatistics covers the tables.
	ReadStatistics
)

// rolePermissions is the one table of who may do what. The server's rights refer to it
// by method, the use cases by object: a new role is a row here.
var rolePermissions = []struct {
	role Role
	may  Permission
}{
	{RoleStation, ReadPeople | WriteRecords | stationWork},
	{RolePolice, ReadPeople | WriteNotices | RevealContacts | AnswerInquiries},
	{RoleCaseworker, ReadPeople | WriteRecords | WriteNotices | RevealContacts | stationWork},
	{RoleSupervisor, ReadPeople | WriteRecords | WriteNotices | RevealContacts | DeletePeople | ReadErasures | WorkNationwide | stationWork},
	{RoleAdmin, ReadPeople | WriteRecords | WriteNotices | RevealContacts | DeletePeople | ReadErasures | ReadAudit | Administer | WorkNationwide | stationWork},
	{RoleAuditor, ReadErasures | ReadAudit | WorkNationwide | ReadStatistics},
	{RolePatrol, Patrol},
	{RoleHospital, AskIdentity},
	{RoleVillage, Survey},
}

// stationWork is what the people of a station do from the street to the way home.
const stationWork = Patrol | Shelter | AnswerInquiries | Survey | KeepRegistry | ReadStatistics

// Roles returns the roles that a user can have.
func Roles() []Role {
	roles := make([]Role, 0, len(rolePermissions))
	for _, row := range rolePermissions {
		roles = append(roles, row.role)
	}
	return roles
}

// RolesThat returns the roles that have all of the permissions.
func RolesThat(may Permission) []Role {
	return slices.DeleteFunc(Roles(), func(r Role) bool { return !r.May(may) })
}

// OneOf reports whether the role is one of those.
func (r Role) OneOf(roles ...Role) bool { return slices.Contains(roles, r) }

// May reports whether the role has all of the permissions.
func (r Role) May(may Permission) bool {
	for _, row := range rolePermissions {
		if row.role == r {
			return row.may&may == may
		}
	}
	return false
}

// WritePermission returns the permission to make and change subjects of the kind.
func WritePermission(kind Kind) Permission {
	if kind == Notices {
		return WriteNotices
	}
	return WriteRecords
}

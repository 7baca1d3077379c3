package server

import (
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	reflectionv1 "google.golang.org/grpc/reflection/grpc_reflection_v1"
	reflectionv1alpha "google.golang.org/grpc/reflection/grpc_reflection_v1alpha" //nolint:staticcheck // older clients still ask it

	"github.com/guitu-project/guitu/api/auth"
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

// Rights returns who may call what: every method of the server. Methods that are not
// listed are denied. Which role has which permission stands in models/roles.go; package
// matcher decides about each object.
func Rights() auth.Rights {
	readers := models.RolesThat(models.ReadPeople)
	recordWriters, noticeWriters := models.RolesThat(models.WriteRecords), models.RolesThat(models.WriteNotices)
	deleters, overseers := models.RolesThat(models.DeletePeople), models.RolesThat(models.ReadErasures)
	auditors, admins := models.RolesThat(models.ReadAudit), models.RolesThat(models.Administer)
	patrols, shelters := models.RolesThat(models.Patrol), models.RolesThat(models.Shelter)
	answerers, surveyors, counters := models.RolesThat(models.AnswerInquiries), models.RolesThat(models.Survey), models.RolesThat(models.ReadStatistics)
	askers := append(models.RolesThat(models.AskIdentity), shelters...)
	seers := append(append(models.RolesThat(models.Patrol), models.RolesThat(models.AskIdentity)...), append(models.RolesThat(models.Survey), models.RolePolice)...)
	placers := append(models.RolesThat(models.ReadPeople), seers...)
	public := auth.Right{Public: true}
	everyone := auth.Right{Roles: auth.Everyone}
	own := auth.Right{Roles: auth.Everyone, Unproven: true} // one's own account
	by := func(roles []models.Role, scope models.Scope) auth.Right {
		return auth.Right{Roles: roles, Scope: scope}
	}
	area := func(roles []models.Role, scope models.Scope) auth.Right {
		return auth.Right{Roles: roles, Scope: scope, ByArea: true}
	}
	side := func(roles []models.Role) auth.Right { return auth.Right{Roles: roles, ByArea: true, BySide: true} }
	return auth.Rights{
		healthpb.Health_Check_FullMethodName:                                   public,
		healthpb.Health_List_FullMethodName:                                    public,
		healthpb.Health_Watch_FullMethodName:                                   everyone,
		reflectionv1.ServerReflection_ServerReflectionInfo_FullMethodName:      everyone,
		reflectionv1alpha.ServerReflection_ServerReflectionInfo_FullMethodName: everyone,

		guituv1.RecordService_CreateRecord_FullMethodName:      area(recordWriters, models.ScopeWriteRecords),
		guituv1.RecordService_GetRecord_FullMethodName:         area(readers, models.ScopeReadRecords),
		guituv1.RecordService_ListRecords_FullMethodName:       area(readers, models.ScopeReadRecords),
		guituv1.RecordService_UpdateRecord_FullMethodName:      area(recordWriters, models.ScopeWriteRecords),
		guituv1.RecordService_DeleteRecord_FullMethodName:      area(deleters, models.ScopeWriteRecords),
		guituv1.RecordService_BatchRecords_FullMethodName:      by(recordWriters, models.ScopeWriteRecords), // row by row
		guituv1.RecordService_SearchRecordsText_FullMethodName: area(readers, models.ScopeReadRecords),

		guituv1.NoticeService_CreateNotice_FullMethodName:      area(noticeWriters, models.ScopeWriteNotices),
		guituv1.NoticeService_GetNotice_FullMethodName:         by(readers, models.ScopeReadNotices),
		guituv1.NoticeService_RevealNotice_FullMethodName:      area(readers, ""),
		guituv1.NoticeService_ListNotices_FullMethodName:       by(readers, models.ScopeReadNotices),
		guituv1.NoticeService_UpdateNotice_FullMethodName:      area(noticeWriters, models.ScopeWriteNotices),
		guituv1.NoticeService_DeleteNotice_FullMethodName:      area(deleters, models.ScopeWriteNotices),
		guituv1.NoticeService_BatchNotices_FullMethodName:      by(noticeWriters, models.ScopeWriteNotices), // row by row
		guituv1.NoticeService_SearchNoticesText_FullMethodName: by(readers, models.ScopeReadNotices),

		guituv1.PhotoService_CreatePhoto_FullMethodName:   side(readers),
		guituv1.PhotoService_InspectPhoto_FullMethodName:  by(readers, models.ScopeMatches),
		guituv1.PhotoService_GetPhoto_FullMethodName:      side(readers),
		guituv1.PhotoService_DeletePhoto_FullMethodName:   side(readers),
		guituv1.PhotoService_ReembedPhotos_FullMethodName: by(admins, ""),

		guituv1.FingerprintService_CreateFingerprint_FullMethodName: side(readers),
		guituv1.FingerprintService_DeleteFingerprint_FullMethodName: side(readers),

		guituv1.MatchService_ListRecordMatches_FullMethodName: area(readers, models.ScopeMatches),
		guituv1.MatchService_ListNoticeMatches_FullMethodName: area(readers, models.ScopeMatches),
		guituv1.MatchService_SearchMatches_FullMethodName:     area(readers, models.ScopeMatches),
		guituv1.MatchService_CompareMatch_FullMethodName:      area(readers, models.ScopeMatches),
		guituv1.PlaceService_LocatePlaces_FullMethodName:      by(readers, models.ScopeMatches),
		guituv1.TextService_ParseText_FullMethodName:          by(readers, models.ScopeMatches),
		guituv1.PlaceService_CompletePlaces_FullMethodName:    by(placers, models.ScopeMatches), // a gazetteer, of no one

		guituv1.MatchService_ListMatches_FullMethodName:    area(readers, models.ScopeMatches),
		guituv1.MatchService_RematchMatches_FullMethodName: by(deleters, ""), // of the whole country

		guituv1.CaseService_CreateCase_FullMethodName:        area(readers, ""),
		guituv1.CaseService_GetCase_FullMethodName:           area(readers, ""),
		guituv1.CaseService_ListCases_FullMethodName:         area(readers, ""),
		guituv1.CaseService_VerifyCase_FullMethodName:        area(readers, ""),
		guituv1.CaseService_ConfirmCase_FullMethodName:       area(readers, ""), // by two people, which the case itself holds
		guituv1.CaseService_RejectCase_FullMethodName:        area(readers, ""),
		guituv1.CaseService_ReuniteCase_FullMethodName:       area(readers, ""),
		guituv1.CaseService_ReopenCase_FullMethodName:        area(readers, ""),
		guituv1.CaseService_UnresolveCase_FullMethodName:     area(readers, ""),
		guituv1.CaseService_UndoCase_FullMethodName:          area(readers, ""),
		guituv1.CaseService_AssignCase_FullMethodName:        area(readers, ""),
		guituv1.CaseService_CreateCaseItem_FullMethodName:    area(readers, ""),
		guituv1.CaseService_GetCaseAttachment_FullMethodName: area(readers, ""),

		guituv1.DuplicateService_ListDuplicates_FullMethodName: area(readers, models.ScopeMatches),
		guituv1.DuplicateService_Merge_FullMethodName:          area(readers, ""), // the side decides, too
		guituv1.DuplicateService_Distinguish_FullMethodName:    area(readers, ""),
		guituv1.DuplicateService_Unmerge_FullMethodName:        area(readers, ""),

		guituv1.AlertService_WatchMatches_FullMethodName:   area(readers, models.ScopeMatches),
		guituv1.AlertService_ListAlerts_FullMethodName:     area(readers, models.ScopeMatches),
		guituv1.AlertService_ListDeliveries_FullMethodName: by(admins, ""),
		guituv1.AlertService_RetryDelivery_FullMethodName:  by(admins, ""),

		guituv1.DeadlineService_ListDeadlines_FullMethodName:    area(readers, models.ScopeReadRecords),
		guituv1.DeadlineService_ListRecordSteps_FullMethodName:  area(readers, models.ScopeReadRecords),
		guituv1.DeadlineService_CreateRecordStep_FullMethodName: area(recordWriters, models.ScopeWriteRecords),
		guituv1.DeadlineService_UndoRecordStep_FullMethodName:   area(recordWriters, models.ScopeWriteRecords),

		guituv1.ErasureService_Erase_FullMethodName:        area(deleters, ""),
		guituv1.ErasureService_GetErasure_FullMethodName:   by(overseers, ""), // of the whole country
		guituv1.ErasureService_ListErasures_FullMethodName: by(overseers, ""),

		guituv1.TakedownService_CreateTakedown_FullMethodName: by(readers, ""),
		guituv1.TakedownService_GetTakedown_FullMethodName:    area(noticeWriters, ""),
		guituv1.TakedownService_ListTakedowns_FullMethodName:  area(noticeWriters, ""),
		guituv1.TakedownService_AcceptTakedown_FullMethodName: area(noticeWriters, ""),
		guituv1.TakedownService_RefuseTakedown_FullMethodName: area(noticeWriters, ""),
		guituv1.TakedownService_UndoTakedown_FullMethodName:   area(noticeWriters, ""),

		guituv1.ImportService_CreateImport_FullMethodName: area(readers, models.ScopeImports),
		guituv1.ImportService_GetImport_FullMethodName:    by(readers, models.ScopeImports), // one's own
		guituv1.ImportService_ListImports_FullMethodName:  by(readers, models.ScopeImports), // one's own
		guituv1.ImportService_CancelImport_FullMethodName: by(readers, models.ScopeImports),
		guituv1.ImportService_UndoImport_FullMethodName:   by(readers, models.ScopeImports), // one's own

		guituv1.ImportService_GetImportErrorFile_FullMethodName: by(readers, models.ScopeImports), // one's own
		guituv1.ImportService_GetImportTemplate_FullMethodName:  by(readers, models.ScopeImports),

		guituv1.ChangeService_ListChanges_FullMethodName: side(readers), // of who the caller may see

		guituv1.ExportService_CreateExport_FullMethodName:  by(readers, ""), // of who the caller may see
		guituv1.ExportService_GetExport_FullMethodName:     by(readers, ""), // one's own
		guituv1.ExportService_ListExports_FullMethodName:   by(readers, ""), // one's own
		guituv1.ExportService_DeleteExport_FullMethodName:  by(readers, ""), // one's own
		guituv1.ExportService_GetExportFile_FullMethodName: by(readers, ""), // one's own

		guituv1.StreetService_CreateRound_FullMethodName:    area(patrols, ""),
		guituv1.StreetService_GetRound_FullMethodName:       area(patrols, ""),
		guituv1.StreetService_ListRounds_FullMethodName:     area(patrols, ""),
		guituv1.StreetService_CreateRoundAct_FullMethodName: area(patrols, ""),

		guituv1.StreetService_CreateLead_FullMethodName:    area(patrols, ""),
		guituv1.StreetService_GetLead_FullMethodName:       area(patrols, ""),
		guituv1.StreetService_ListLeads_FullMethodName:     area(patrols, ""),
		guituv1.StreetService_CreateLeadAct_FullMethodName: area(patrols, ""),

		guituv1.StayService_CreateStay_FullMethodName:    area(shelters, ""),
		guituv1.StayService_GetStay_FullMethodName:       area(shelters, ""),
		guituv1.StayService_ListStays_FullMethodName:     area(shelters, ""),
		guituv1.StayService_CreateStayAct_FullMethodName: area(shelters, ""),

		guituv1.StayService_CreateEscort_FullMethodName:    area(shelters, ""),
		guituv1.StayService_GetEscort_FullMethodName:       area(answerers, ""),
		guituv1.StayService_ListEscorts_FullMethodName:     area(answerers, ""),
		guituv1.StayService_CreateEscortAct_FullMethodName: area(answerers, ""),

		guituv1.InquiryService_CreateIdentityRequest_FullMethodName:    area(askers, ""),
		guituv1.InquiryService_GetIdentityRequest_FullMethodName:       area(askers, ""),
		guituv1.InquiryService_ListIdentityRequests_FullMethodName:     area(askers, ""),
		guituv1.InquiryService_CreateIdentityRequestAct_FullMethodName: area(askers, ""),

		guituv1.InquiryService_CreateInquiry_FullMethodName:    area(shelters, ""),
		guituv1.InquiryService_GetInquiry_FullMethodName:       area(answerers, ""),
		guituv1.InquiryService_ListInquiries_FullMethodName:    area(answerers, ""),
		guituv1.InquiryService_CreateInquiryAct_FullMethodName: area(answerers, ""),

		guituv1.RegistryService_CreateRegistration_FullMethodName:    area(surveyors, ""),
		guituv1.RegistryService_GetRegistration_FullMethodName:       area(surveyors, ""),
		guituv1.RegistryService_ListRegistrations_FullMethodName:     area(surveyors, ""),
		guituv1.RegistryService_CreateRegistrationAct_FullMethodName: area(surveyors, ""),

		guituv1.StayService_GetProceedingFile_FullMethodName: area(seers, ""),

		guituv1.FormService_ListForms_FullMethodName:      area(seers, ""),
		guituv1.FormService_GetForm_FullMethodName:        area(seers, ""),
		guituv1.FormService_ListBlankForms_FullMethodName: area(seers, ""),
		guituv1.FormService_GetBlankForm_FullMethodName:   area(seers, ""),
		guituv1.FormService_GetCaseReport_FullMethodName:  area(readers, ""),

		guituv1.StatisticsService_GetStatistics_FullMethodName:       area(counters, ""),
		guituv1.StatisticsService_GetStatisticsTable_FullMethodName:  area(counters, ""),
		guituv1.StatisticsService_ListStatisticEvents_FullMethodName: area(counters, ""),
		guituv1.StatisticsService_CreateReport_FullMethodName:        area(shelters, ""),

		guituv1.AuditService_ListAuditRows_FullMethodName:    by(auditors, models.ScopeReadAudit),
		guituv1.AuditService_VerifyAudit_FullMethodName:      by(auditors, models.ScopeReadAudit),
		guituv1.AuditService_GetFaceUseLedger_FullMethodName: by(auditors, models.ScopeReadAudit),

		guituv1.SystemService_GetSystem_FullMethodName:         by(admins, ""),
		guituv1.SystemService_TryParameters_FullMethodName:     by(admins, ""), // of the whole country, as those that follow
		guituv1.SystemService_LearnParameters_FullMethodName:   by(admins, ""),
		guituv1.SystemService_ProposeParameters_FullMethodName: by(admins, ""),
		guituv1.SystemService_UseParameters_FullMethodName:     by(admins, ""),
		guituv1.SystemService_DismissParameters_FullMethodName: by(admins, ""),

		guituv1.UserService_CreateUser_FullMethodName:     by(admins, ""),
		guituv1.UserService_GetUser_FullMethodName:        own, // another's is for administrators
		guituv1.UserService_ListUsers_FullMethodName:      by(admins, ""),
		guituv1.UserService_UpdateUser_FullMethodName:     by(admins, ""),
		guituv1.UserService_ResetPassword_FullMethodName:  by(admins, ""),
		guituv1.UserService_ChangePassword_FullMethodName: own,

		guituv1.SessionService_CreateSession_FullMethodName: public,
		guituv1.SessionService_GetSession_FullMethodName:    own,
		guituv1.SessionService_ListSessions_FullMethodName:  own,
		guituv1.SessionService_DeleteSession_FullMethodName: own,

		guituv1.ApiKeyService_CreateApiKey_FullMethodName: everyone, // one's own, but for administrators
		guituv1.ApiKeyService_ListApiKeys_FullMethodName:  everyone,
		guituv1.ApiKeyService_UpdateApiKey_FullMethodName: by(admins, ""),
		guituv1.ApiKeyService_RotateApiKey_FullMethodName: everyone,
		guituv1.ApiKeyService_DeleteApiKey_FullMethodName: everyone,
	}
}

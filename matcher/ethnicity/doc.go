// Package ethnicity reads the field for a person's ethnic group (民族).
//
// [Parse] understands the numeric codes, the letter codes and the Latin names of GB/T
// 3304-1991, short and old forms (维族, 回民, 鲜族), own names of groups that the standard
// does not list (穿青人), doubt, denial and alternatives. A [Claim] is what the field
// says; [Claim.Ratio] weighs two of them.
package ethnicity

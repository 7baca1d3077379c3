// Package marks reads lasting marks of the body out of free text: 左眉上方一道疤 and
// 左侧额头有疤痕 are both a scar above the left eye, and 左 against 右 is a conflict.
//
// [Parse] finds every mark in a text as kind, site and side; what it does not
// understand it leaves to the text index.
package marks

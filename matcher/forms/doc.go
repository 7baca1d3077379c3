// Package forms prints the papers of a station's day: what a person, the police, a hospital or
// a family signs, and what goes into the file.
//
// A form is a PDF at A4, black and white, with its own fonts (font/README.md names their
// licences): the machine needs none. It is a function of what it is given, with no clock in
// it: the same proceeding and day of issue give the same bytes. What is not known is left
// blank, to be filled in by hand; a signature that was drawn stands in its place; a character
// that the fonts lack is printed as □ and listed at the end by its code point. The number on
// a form, and its QR code, name the form and the proceeding and say nothing of the person.
//
// The forms follow the annexes of the work rules (民发〔2014〕132号, annexes 1–5: 求助登记表,
// 不予救助通知书, 自行离站声明书, 在站服务及离站登记表, 终止救助通知书) and annex 1 of
// 民发〔2015〕158号 (公安机关护送流浪乞讨人员交接表) by name and purpose. The annexes' own
// layout could not be read; theirs here is the customary one, and a province's own wins. Every
// form can be had blank, too, with the station's name and nothing else, to be filled in by hand.
//
// A case's report is printed here as well: it is no form of anybody's, and is masked as its
// reader sees both sides.
package forms

//go:generate /usr/bin/env python3 font/generate.py

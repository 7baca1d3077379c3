// Package deadlines knows what a station must do for a person whom no one knows, until
// when, and which days are working days.
//
// # The rules
//
// rules.json says for each rule when its time begins (the admission, or another step),
// how long it is (hours, days, working days or months), which steps meet it, whether it
// comes back, and which regulation it is from. DATA/deadlines.json, of the same form,
// replaces rules by their id, adds some, and changes single ones for a province, by the
// two digits of its GB/T 2260 code. What is built in is what the Ministries of Civil
// Affairs and of Public Security ordered for the whole country in 2015; no province's
// own numbers are built in, because none was found in print.
//
// # Time
//
// Everything is reckoned in Asia/Shanghai, which is built into the program. As the Civil
// Code has it (articles 200 to 203), the day on which a time begins does not count, a
// month ends on the day of the same number or on the month's last, and a day ends at
// midnight. Only hours count from the minute. An end that falls on a day off is not put
// off unless the rule says so (rollForward): stations are open every day, and a stricter
// date hurts no one.
//
// # Working days
//
// calendar.json has the days off and the weekends worked in their place as the General
// Office of the State Council announced them, year by year; DATA/calendar.json, of the
// same form, adds or replaces years. A year that is in neither has its weekends off and
// nothing else, and whatever was reckoned through it says so.
package deadlines

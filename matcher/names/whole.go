package names

// Whole reports whether the name, in every way to understand it, is more than a
// surname alone or a single syllable: what is less raises no alert by itself (design
// §2).
func (n *Name) Whole() bool {
	for i := range n.forms {
		if f := &n.forms[i]; f.style == surnameOnly || f.style == givenOnly && f.n < 2 {
			return false
		}
	}
	return len(n.forms) > 0 && n.forms[0].n > 1
}

// Surname is the surname of a Chinese name as written, empty where there is none.
func (n *Name) Surname() string {
	if len(n.forms) == 0 {
		return ""
	}
	f := &n.forms[0]
	surname := make([]rune, 0, 2)
	for i := range f.surname {
		if f.slots[i].char == 0 {
			return ""
		}
		surname = append(surname, f.slots[i].char)
	}
	return string(surname)
}

package world

import "github.com/guitu-project/guitu/matcher/places"

// China returns the gazetteer of the whole country. That it is also the one that places are
// looked up in is as it should be: both take the country as it is. What is heard of a
// place, and how it is written, is drawn here.
func China() Gazetteer { return china{places.Default()} }

type china struct{ *places.Gazetteer }

// Children implements [Gazetteer].
func (c china) Children(code string) []Division {
	areas := c.Gazetteer.Children(code)
	list := make([]Division, len(areas))
	for i, a := range areas {
		list[i] = Division{a.Code, a.Name}
	}
	return list
}

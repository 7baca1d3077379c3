package picture

// lines describes a picture of lines one pixel wide.
type lines struct {
	w, h int
	on   []bool
}

// ring are the eight pixels around one, in order.
var ring = [8][2]int{{0, -1}, {1, -1}, {1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}}

// thin makes lines of what is below 0 in the finger (Zhang and Suen 1984).
func thin(p *plane, f *field) *lines {
	s := &lines{p.w, p.h, make([]bool, p.w*p.h)}
	for y := 1; y < p.h-1; y++ {
		for x := 1; x < p.w-1; x++ {
			s.on[y*p.w+x] = p.v[y*p.w+x] < 0 && f.finger[y/cellSide*f.w+x/cellSide]
		}
	}
	for changed := true; changed; {
		changed = false
		for half := range 2 {
			var gone []int
			for y := 1; y < s.h-1; y++ {
				for x := 1; x < s.w-1; x++ {
					if s.on[y*s.w+x] && s.peels(x, y, half) {
						gone = append(gone, y*s.w+x)
					}
				}
			}
			for _, at := range gone {
				s.on[at] = false
			}
			changed = changed || len(gone) > 0
		}
	}
	return s
}

// neighbours returns the pixels around one that are on, and how often off becomes on along them.
func (s *lines) neighbours(x, y int) (on [8]bool, count, crossings int) {
	for i, d := range ring {
		if on[i] = s.on[(y+d[1])*s.w+x+d[0]]; on[i] {
			count++
		}
	}
	for i := range on {
		if !on[i] && on[(i+1)%8] {
			crossings++
		}
	}
	return on, count, crossings
}

func (s *lines) peels(x, y, half int) bool {
	on, count, crossings := s.neighbours(x, y)
	if count < 2 || count > 6 || crossings != 1 {
		return false
	}
	up, right, down, left := on[0], on[2], on[4], on[6]
	if half == 0 {
		return !right || !down || !up && !left
	}
	return !up || !left || !right && !down
}

// degree returns how many lines leave a pixel that is on: 1 at an end, 2 along a line, 3 at a fork.
func (s *lines) degree(at int) int {
	_, _, crossings := s.neighbours(at%s.w, at/s.w)
	return crossings
}

// walk follows a line from a pixel by way of the next, for so many pixels, or until it ends, forks
// or leaves the picture's middle. It returns the pixels after the first.
func (s *lines) walk(from, next, most int) []int {
	path := []int{next}
	before, at := from, next
	for len(path) < most && s.inner(at) && s.degree(at) == 2 {
		found := -1
		x, y := at%s.w, at/s.w
		for pass := range 2 { // straight neighbours first: a corner has both
			for i := pass; i < 8 && found < 0; i += 2 {
				k := (y+ring[i][1])*s.w + x + ring[i][0]
				if s.on[k] && k != before && k != from && !touches(k, before, s.w) {
					found = k
				}
			}
		}
		if found < 0 {
			break
		}
		before, at = at, found
		path = append(path, at)
	}
	return path
}

// touches reports whether two pixels are straight neighbours.
func touches(a, b, w int) bool { d := a - b; return d == 1 || d == -1 || d == w || d == -w }

func (s *lines) inner(at int) bool {
	x, y := at%s.w, at/s.w
	return x > 0 && y > 0 && x < s.w-1 && y < s.h-1
}

// ways returns the pixels by which lines leave a pixel: of neighbours side by side, the straight one.
func (s *lines) ways(at int) (list []int) {
	x, y := at%s.w, at/s.w
	on, _, _ := s.neighbours(x, y)
	for i := range on {
		straight := i%2 == 0
		if on[i] && (straight || !on[(i+7)%8] && !on[(i+1)%8]) {
			list = append(list, (y+ring[i][1])*s.w+x+ring[i][0])
		}
	}
	return list
}

// spurLength is how long a line that hangs on another is at least, or it is none.
const (
	spurLength   = 9
	islandLength = 14
)

// prune takes off spurs, and lines too short to be ridges.
func (s *lines) prune() {
	for range 2 {
		for at, on := range s.on {
			if !on || !s.inner(at) || s.degree(at) != 1 {
				continue
			}
			ways := s.ways(at)
			if len(ways) != 1 {
				continue
			}
			path := s.walk(at, ways[0], islandLength+1)
			last := path[len(path)-1]
			end := s.inner(last) && s.degree(last) != 2
			switch {
			case end && s.degree(last) >= 3 && len(path) < spurLength:
				s.erase(at, path[:len(path)-1])
			case end && s.degree(last) <= 1 && len(path) < islandLength:
				s.erase(at, path)
			}
		}
	}
}

func (s *lines) erase(at int, path []int) {
	s.on[at] = false
	for _, p := range path {
		s.on[p] = false
	}
}

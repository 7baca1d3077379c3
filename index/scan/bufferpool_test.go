package scan

import "testing"

// A room is as large as was asked for, and of no class that has smaller ones.
func TestRooms(t *testing.T) {
	sizes := map[int]int{}
	var r bufferPool
	for numbers := 1; numbers < 3_000_000; numbers += 1 + numbers/7 {
		size, class := sizeOf(numbers)
		if again, same := sizeOf(size); again != size || same != class || size < numbers || numbers > 4 && size > numbers+numbers/4 {
			t.Fatalf("%d numbers: %d of class %d, then %d of %d", numbers, size, class, again, same)
		}
		if before, ok := sizes[class]; ok && before != size {
			t.Fatalf("class %d has %d and %d numbers", class, before, size)
		}
		sizes[class] = size
		for range 2 {
			room := r.get(numbers)
			if len(*room) != numbers || cap(*room) != size {
				t.Fatalf("asked for %d, got %d of %d", numbers, len(*room), cap(*room))
			}
			r.put(room)
		}
	}
}

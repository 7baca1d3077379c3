package models

import "testing"

func TestShoeSizeIsOneInEitherCount(t *testing.T) {
	for size, points := range map[ShoeSize]float64{0: 0, 36: 36, 42.5: 42.5, 245: 39, 260: 42, 262.5: 42.5, 225: 35, 120: 20, 218: 34} {
		if got := size.Points(); got != points {
			t.Errorf("%g is %g Paris points, want %g", size, got, points)
		}
	}
}

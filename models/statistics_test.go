package models

import "testing"

// What is told of another's numbers gives none of them away, however many questions are asked: a
// month that is not shown does not follow from two longer periods, nor a county from the city.
func TestNumbersOfOthersDoNotFollow(t *testing.T) {
	shown := func(amount int) StatisticCell {
		row := StatisticRow{Cells: []StatisticCell{Cell(MeasureAdmissions, "SELF", amount), Cell(MeasureAdmissions, "POLICE", 50)}}
		row.Suppress()
		return row.Cells[0]
	}
	for small := 1; small < SmallCell; small++ {
		if c := shown(small); !c.Suppressed || c.Amount != 0 {
			t.Errorf("%d is shown as %+v", small, c)
		}
		told := map[int]bool{} // what the difference of two answers may be
		for rest := SmallCell; rest < 60; rest++ {
			with, without := shown(rest+small), shown(rest)
			if with.Suppressed || without.Suppressed || !with.Rounded {
				t.Fatalf("%d and %d are shown as %+v and %+v", rest+small, rest, with, without)
			}
			told[with.Amount-without.Amount] = true
			if off := with.Amount - rest - small; off > SmallCell/2 || off < -SmallCell/2 {
				t.Errorf("%d is shown as %d", rest+small, with.Amount)
			}
		}
		if told[small] || len(told) != 2 {
			t.Errorf("%d follows from differences: %v", small, told)
		}
	}
	if c := shown(0); c.Suppressed || c.Rounded || c.Amount != 0 {
		t.Errorf("nothing is shown as %+v", c)
	}
}

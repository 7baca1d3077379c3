package marks

import "sync"

// The numbers below are estimates made by hand, not counts: how often a station's or
// a family's file notes such a mark, per person. No public count of marks among
// missing people was found; they are to be fitted on confirmed and rejected pairs.
// What matters is the order of size: a scar on a leg is on one in sixteen, a missing
// finger on one in forty, a sixth on one in five hundred.

// rarest bounds how rare a mark is ever taken to be: a file is wrong more often.
const rarest = .002

// byRegion is how many such marks one file notes, by region of the body; the first
// column is for those whose place is not said.
var byRegion = [kinds][regions]float64{
	//           any   head  face  teeth ear   neck  trunk back  arm   hand  leg   foot
	Scar:        {.05, .040, .080, 0, .003, .010, .050, .020, .050, .050, .060, .010},
	Burn:        {.01, .004, .006, 0, .002, .004, .006, .004, .012, .010, .010, .004},
	Wound:       {.02, .020, .030, 0, .003, .005, .010, .005, .020, .030, .030, .020},
	Mole:        {.04, .003, .120, 0, .006, .020, .020, .010, .015, .010, .010, .003},
	Birthmark:   {.01, .003, .010, 0, .002, .004, .010, .015, .008, .004, .010, .002},
	Tattoo:      {.02, .001, .004, 0, .001, .005, .015, .010, .040, .015, .008, .002},
	Vitiligo:    {.003, .001, .004, 0, .001, .002, .002, .002, .002, .003, .002, .001},
	Lump:        {.01, .004, .008, 0, .002, .006, .006, .006, .004, .005, .004, .002},
	Pocks:       {.002, .001, .015, 0, .001, .001, .001, .001, .001, .001, .001, .001},
	Spots:       {.02, .003, .040, 0, .002, .003, .003, .003, .010, .020, .005, .001},
	Piercing:    {.002, .001, .003, 0, .050, .001, .002, .001, .001, .001, .001, .001},
	Missing:     {.003, .001, .010, .05, .001, .001, .001, .001, .004, .025, .006, .004},
	Extra:       {.002, .001, .001, 0, .001, .001, .001, .001, .001, .002, .001, .001},
	Deformed:    {.02, .002, .012, .02, .002, .003, .003, .020, .008, .015, .015, .006},
	Paralysed:   {.01, .001, .010, 0, .001, .001, .010, .001, .006, .004, .015, .002},
	Limp:        {.03, .001, .001, 0, .001, .001, .001, .001, .001, .001, .030, .020},
	Tremor:      {.01, .004, .001, 0, .001, .001, .001, .001, .010, .010, .005, .001},
	Blind:       {.02, .001, .020, 0, .001, .001, .001, .001, .001, .001, .001, .001},
	Squint:      {.008, .001, .008, 0, .001, .001, .001, .001, .001, .001, .001, .001},
	DoubleLid:   {.15, 0, .150, 0, 0, 0, 0, 0, 0, 0, 0, 0},
	SingleLid:   {.10, 0, .100, 0, 0, 0, 0, 0, 0, 0, 0, 0},
	Deaf:        {.03, .001, .001, 0, .030, .001, .001, .001, .001, .001, .001, .001},
	Mute:        {.04}, // every second person that a station cannot name does not speak
	Stutter:     {.01},
	Slurred:     {.05},
	Cleft:       {.002, 0, .002, 0, 0, 0, 0, 0, 0, 0, 0, 0},
	Dental:      {.03, 0, .002, .03, 0, 0, 0, 0, 0, 0, 0, 0},
	Underbite:   {.006, 0, .006, .006, 0, 0, 0, 0, 0, 0, 0, 0},
	Buckteeth:   {.012, 0, .012, .012, 0, 0, 0, 0, 0, 0, 0, 0},
	Bald:        {.04, .040, .001, 0, 0, 0, 0, 0, 0, 0, 0, 0},
	Grey:        {.08, .080, .001, 0, 0, 0, 0, 0, 0, 0, 0, 0},
	Dyed:        {.02, .020, .001, 0, 0, 0, 0, 0, 0, 0, 0, 0},
	Dimple:      {.010, 0, .010, 0, 0, 0, 0, 0, 0, 0, 0, 0},
	LeftHanded:  {.008},
	Whorl:       {.03, .030, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
	PalmCrease:  {.01, 0, 0, 0, 0, 0, 0, 0, 0, .010, 0, 0},
	PrintWhorls: {.01, 0, 0, 0, 0, 0, 0, 0, 0, .010, 0, 0},
	PrintLoops:  {.01, 0, 0, 0, 0, 0, 0, 0, 0, .010, 0, 0},
	EarTag:      {.004, 0, .002, 0, .004, 0, 0, 0, 0, 0, 0, 0},
	EarPit:      {.008, 0, .002, 0, .008, 0, 0, 0, 0, 0, 0, 0},
	MongolSpot:  {.005, .001, .001, 0, .001, .001, .005, .004, .001, .001, .002, .001},
	Vaccination: {.01, 0, 0, 0, 0, 0, 0, 0, .010, 0, 0, 0},
	ToesOut:     {.02, 0, 0, 0, 0, 0, 0, 0, 0, 0, .020, .020},
	ToesIn:      {.01, 0, 0, 0, 0, 0, 0, 0, 0, 0, .010, .010},
	Implant:     {.008, .002, .002, .001, .001, .001, .005, .004, .005, .003, .010, .003},
	Stoma:       {.002, 0, 0, 0, 0, 0, .002, .001, 0, 0, 0, 0},
	Callus:      {.02, 0, 0, 0, 0, 0, 0, 0, 0, .020, 0, .010},
	BowLegs:     {.01, 0, 0, 0, 0, 0, 0, 0, 0, 0, .010, .001},
	KnockKnees:  {.004, 0, 0, 0, 0, 0, 0, 0, 0, 0, .004, .001},
}

// nature says how a kind shows and lasts. recall: how often one observer who notes
// marks at all notes this one. old: how many times as common it is at 75 as the
// table says, which is for people of 30 and of unknown age. halfLife: after how many
// years half of them are gone or different, 0 for never; from then on ever slower.
type nature struct{ recall, old, halfLife float64 }

var natures = [kinds]nature{
	Scar:        {recall: .6, halfLife: 60},
	Burn:        {recall: .7, halfLife: 60},
	Wound:       {recall: .7, halfLife: .1},
	Mole:        {recall: .5},
	Birthmark:   {recall: .6},
	Tattoo:      {recall: .7},
	Vitiligo:    {recall: .7},
	Lump:        {recall: .5, halfLife: 20},
	Pocks:       {recall: .6, halfLife: 20},
	Spots:       {recall: .3, old: 4, halfLife: 20},
	Piercing:    {recall: .3},
	Missing:     {recall: .8, halfLife: 60},
	Extra:       {recall: .8},
	Deformed:    {recall: .7, halfLife: 40},
	Paralysed:   {recall: .8, old: 3, halfLife: 15},
	Limp:        {recall: .7, old: 4, halfLife: 10},
	Tremor:      {recall: .5, old: 5, halfLife: 10},
	Blind:       {recall: .7, old: 3, halfLife: 40},
	Squint:      {recall: .5},
	DoubleLid:   {recall: .3},
	SingleLid:   {recall: .3},
	Deaf:        {recall: .7, old: 4, halfLife: 40},
	Mute:        {recall: .7, halfLife: 15},
	Stutter:     {recall: .6, halfLife: 30},
	Slurred:     {recall: .5, halfLife: 10},
	Cleft:       {recall: .8},
	Dental:      {recall: .5, old: 4, halfLife: 15},
	Underbite:   {recall: .5},
	Buckteeth:   {recall: .5, halfLife: 40},
	Bald:        {recall: .6, old: 5, halfLife: 20},
	Grey:        {recall: .4, old: 5, halfLife: 20},
	Dyed:        {recall: .5, halfLife: .5},
	Dimple:      {recall: .4},
	LeftHanded:  {recall: .4},
	Whorl:       {recall: .4},
	PalmCrease:  {recall: .5},
	PrintWhorls: {recall: .4},
	PrintLoops:  {recall: .4},
	EarTag:      {recall: .6},
	EarPit:      {recall: .5},
	MongolSpot:  {recall: .5, halfLife: 8},
	Vaccination: {recall: .4},
	ToesOut:     {recall: .5, halfLife: 40},
	ToesIn:      {recall: .5, halfLife: 40},
	Implant:     {recall: .5, halfLife: 30},
	Stoma:       {recall: .6, halfLife: 10},
	Callus:      {recall: .3, halfLife: 5},
	BowLegs:     {recall: .5, old: 3, halfLife: 60},
	KnockKnees:  {recall: .5, halfLife: 60},
}

// kindAlike is how often two observers of one mark give it the same kind.
const kindAlike = .8

// near are the kinds that one observer writes for another's, and how often.
var near = [...]struct {
	a, b  Kind
	share float64
}{
	{Scar, Burn, .25}, {Scar, Wound, .15}, {Burn, Wound, .1}, {Scar, Pocks, .05}, {Scar, Birthmark, .03}, {Scar, Deformed, .03}, {Burn, Deformed, .05},
	{Mole, Birthmark, .12}, {Mole, Lump, .12}, {Mole, Spots, .08}, {Birthmark, Vitiligo, .08}, {Birthmark, Spots, .08}, {Birthmark, Burn, .04}, {Birthmark, Tattoo, .03},
	{Missing, Deformed, .15}, {Missing, Blind, .15}, {Extra, Deformed, .15}, {Deformed, Paralysed, .12}, {Deformed, Limp, .15}, {Missing, Limp, .05},
	{Limp, Paralysed, .2}, {Tremor, Paralysed, .04}, {Blind, Squint, .08}, {Blind, Deformed, .05}, {Deaf, Mute, .2}, {Mute, Slurred, .1}, {Stutter, Slurred, .2},
	{Cleft, Deformed, .15}, {Cleft, Scar, .1}, {Dental, Missing, .08}, {Underbite, Deformed, .1}, {Buckteeth, Deformed, .1}, {Bald, Grey, .03}, {Lump, Deformed, .05},
	{DoubleLid, SingleLid, .2}, {ToesOut, ToesIn, .2}, {Underbite, Buckteeth, .1},
	{EarTag, Lump, .2}, {EarTag, Deformed, .2}, {EarPit, Scar, .05}, {EarPit, Piercing, .05}, {MongolSpot, Birthmark, .3}, {MongolSpot, Spots, .05}, {Vaccination, Scar, .15}, {ToesOut, Limp, .08}, {ToesIn, Limp, .08}, {ToesOut, Deformed, .15}, {ToesIn, Deformed, .15},
	{Implant, Scar, .2}, {Implant, Deformed, .1}, {Stoma, Scar, .1}, {BowLegs, KnockKnees, .1}, {BowLegs, Deformed, .2}, {KnockKnees, Deformed, .2}, {BowLegs, Limp, .1}, {KnockKnees, Limp, .08}, {BowLegs, ToesOut, .08}, {KnockKnees, ToesIn, .05},
}

// alikes is P(one observer writes the one kind | another writes the other, of the
// same mark), made of near once.
var alikes = sync.OnceValue(func() *[kinds][kinds]float64 {
	var t [kinds][kinds]float64
	for k := range t {
		t[k][k] = kindAlike
	}
	for _, n := range near {
		t[n.a][n.b], t[n.b][n.a] = n.share, n.share
	}
	return &t
})

func alike(a, b Kind) float64 { return alikes()[a][b] }

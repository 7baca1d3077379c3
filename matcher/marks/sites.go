package marks

import "github.com/guitu-project/guitu/models"

// Site says where on the body a mark is; 0 is unknown.
type Site uint8

// The sites. Below 64, so that a set of them is one word.
const (
	Head Site = iota + 1
	BackOfHead
	Face
	Forehead
	Temple
	Brow
	Eye
	Cheek
	Nose
	Mouth
	Chin
	Tongue
	Tooth
	FrontTooth
	Ear
	Neck
	Shoulder
	Chest
	Armpit
	Belly
	Waist
	Groin
	Buttock
	Back
	Arm
	UpperArm
	Elbow
	Forearm
	Wrist
	Hand
	BackOfHand
	Palm
	Finger
	Thumb
	IndexFinger
	MiddleFinger
	RingFinger
	LittleFinger
	Leg
	Thigh
	Knee
	Shin
	Ankle
	Foot
	Sole
	Toe
	BigToe
	LittleToe
	BackTooth
	UpperFrontTooth
	LowerFrontTooth
	sites // how many there are, and one; their numbers are kept: new ones stand above
)

// region is a part of the body within which priors are counted.
type region uint8

const (
	anywhere region = iota
	onHead
	onFace
	onTeeth
	onEar
	onNeck
	onTrunk
	onBack
	onArm
	onHand
	onLeg
	onFoot
	regions
)

// set is a set of sites.
type set uint64

func (s set) has(site Site) bool { return s>>site&1 != 0 }

const (
	fingers = set(1<<Thumb | 1<<IndexFinger | 1<<MiddleFinger | 1<<RingFinger | 1<<LittleFinger)
	digits  = fingers | 1<<Finger | 1<<Toe | 1<<BigToe | 1<<LittleToe
	teeth   = set(1<<Tooth | 1<<FrontTooth | 1<<BackTooth | 1<<UpperFrontTooth | 1<<LowerFrontTooth)
	// parts that people lose and that a file then calls missing.
	parts = digits | teeth | 1<<Ear | 1<<Eye | 1<<Nose | 1<<Brow | 1<<Hand | 1<<Arm | 1<<UpperArm | 1<<Forearm | 1<<Leg | 1<<Thigh | 1<<Shin | 1<<Foot
	// parts of which a person has one on each side.
	paired = set(1<<Temple | 1<<Brow | 1<<Eye | 1<<Cheek | 1<<Ear | 1<<Shoulder | 1<<Armpit | 1<<Buttock | 1<<Arm | 1<<UpperArm | 1<<Elbow |
		1<<Forearm | 1<<Wrist | 1<<Hand | 1<<BackOfHand | 1<<Palm | 1<<Leg | 1<<Thigh | 1<<Knee | 1<<Shin | 1<<Ankle | 1<<Foot | 1<<Sole)
)

// siteRow holds the anatomy of a site: what it is called, what it is part of, and what
// lies so close that a second observer may name that instead.
type siteRow struct {
	code, zh, en string
	region       region
	share        float64 // of the region's marks that are said to be there, estimated
	within       set
	beside       set
}

var siteTable = [sites]siteRow{
	Head:         {"HEAD", "头部", "head", onHead, .7, 0, 1<<Forehead | 1<<Temple | 1<<Ear},
	BackOfHead:   {"BACK_OF_HEAD", "后脑", "back of the head", onHead, .3, 1 << Head, 1<<Neck | 1<<Ear},
	Face:         {"FACE", "面部", "face", onFace, .25, 0, 1 << Ear},
	Forehead:     {"FOREHEAD", "额头", "forehead", onFace, .15, 1 << Face, 1<<Brow | 1<<Temple | 1<<Head},
	Temple:       {"TEMPLE", "太阳穴", "temple", onFace, .03, 1 << Face, 1<<Brow | 1<<Forehead | 1<<Eye | 1<<Ear | 1<<Cheek | 1<<Head},
	Brow:         {"EYEBROW", "眉", "eyebrow", onFace, .14, 1 << Face, 1<<Forehead | 1<<Temple | 1<<Eye},
	Eye:          {"EYE", "眼", "eye", onFace, .12, 1 << Face, 1<<Brow | 1<<Temple | 1<<Cheek | 1<<Nose},
	Cheek:        {"CHEEK", "脸颊", "cheek", onFace, .14, 1 << Face, 1<<Eye | 1<<Nose | 1<<Mouth | 1<<Chin | 1<<Ear | 1<<Temple},
	Nose:         {"NOSE", "鼻", "nose", onFace, .05, 1 << Face, 1<<Eye | 1<<Cheek | 1<<Mouth},
	Mouth:        {"MOUTH", "嘴", "mouth", onFace, .06, 1 << Face, 1<<Chin | 1<<Nose | 1<<Cheek},
	Chin:         {"CHIN", "下巴", "chin", onFace, .06, 1 << Face, 1<<Mouth | 1<<Cheek | 1<<Neck},
	Tongue:       {"TONGUE", "舌", "tongue", onFace, .01, 1 << Mouth, 0},
	Tooth:        {"TOOTH", "牙齿", "tooth", onTeeth, .4, 0, 1 << Mouth},
	FrontTooth:   {"FRONT_TOOTH", "门牙", "front tooth", onTeeth, .35, 1 << Tooth, 1 << Mouth},
	Ear:          {"EAR", "耳", "ear", onEar, 1, 0, 1<<Cheek | 1<<Temple | 1<<Head | 1<<BackOfHead | 1<<Neck | 1<<Face},
	Neck:         {"NECK", "颈部", "neck", onNeck, 1, 0, 1<<Chin | 1<<Ear | 1<<Shoulder | 1<<BackOfHead | 1<<Chest | 1<<Back},
	Shoulder:     {"SHOULDER", "肩", "shoulder", onArm, .15, 0, 1<<Neck | 1<<Chest | 1<<Back | 1<<UpperArm | 1<<Arm | 1<<Armpit},
	Chest:        {"CHEST", "胸部", "chest", onTrunk, .3, 0, 1<<Shoulder | 1<<Belly | 1<<Armpit | 1<<Neck},
	Armpit:       {"ARMPIT", "腋下", "armpit", onTrunk, .03, 0, 1<<Chest | 1<<Shoulder | 1<<UpperArm | 1<<Arm},
	Belly:        {"ABDOMEN", "腹部", "abdomen", onTrunk, .35, 0, 1<<Chest | 1<<Waist | 1<<Groin},
	Waist:        {"WAIST", "腰部", "waist", onTrunk, .17, 0, 1<<Belly | 1<<Back | 1<<Buttock},
	Groin:        {"GROIN", "腹股沟", "groin", onTrunk, .03, 0, 1<<Belly | 1<<Thigh},
	Buttock:      {"BUTTOCK", "臀部", "buttock", onTrunk, .12, 0, 1<<Waist | 1<<Thigh | 1<<Back},
	Back:         {"BACK", "后背", "back", onBack, 1, 0, 1<<Waist | 1<<Shoulder | 1<<Neck | 1<<Buttock},
	Arm:          {"ARM", "手臂", "arm", onArm, .35, 0, 1<<Shoulder | 1<<Wrist | 1<<Hand},
	UpperArm:     {"UPPER_ARM", "上臂", "upper arm", onArm, .2, 1 << Arm, 1<<Shoulder | 1<<Elbow | 1<<Armpit},
	Elbow:        {"ELBOW", "肘", "elbow", onArm, .1, 1 << Arm, 1<<UpperArm | 1<<Forearm},
	Forearm:      {"FOREARM", "前臂", "forearm", onArm, .2, 1 << Arm, 1<<Elbow | 1<<Wrist | 1<<Hand},
	Wrist:        {"WRIST", "手腕", "wrist", onHand, .15, 0, 1<<Forearm | 1<<Hand | 1<<Arm | 1<<BackOfHand},
	Hand:         {"HAND", "手", "hand", onHand, .3, 0, 1<<Wrist | 1<<Forearm | 1<<Arm},
	BackOfHand:   {"BACK_OF_HAND", "手背", "back of the hand", onHand, .15, 1 << Hand, 1<<Wrist | 1<<Finger},
	Palm:         {"PALM", "手掌", "palm", onHand, .05, 1 << Hand, 1<<Wrist | 1<<Finger | 1<<Thumb},
	Finger:       {"FINGER", "手指", "finger", onHand, .1, 1 << Hand, 1<<BackOfHand | 1<<Palm},
	Thumb:        {"THUMB", "拇指", "thumb", onHand, .08, 1<<Hand | 1<<Finger, 1<<IndexFinger | 1<<Palm},
	IndexFinger:  {"INDEX_FINGER", "食指", "index finger", onHand, .08, 1<<Hand | 1<<Finger, 1<<Thumb | 1<<MiddleFinger},
	MiddleFinger: {"MIDDLE_FINGER", "中指", "middle finger", onHand, .04, 1<<Hand | 1<<Finger, 1<<IndexFinger | 1<<RingFinger},
	RingFinger:   {"RING_FINGER", "无名指", "ring finger", onHand, .03, 1<<Hand | 1<<Finger, 1<<MiddleFinger | 1<<LittleFinger},
	LittleFinger: {"LITTLE_FINGER", "小指", "little finger", onHand, .04, 1<<Hand | 1<<Finger, 1 << RingFinger},
	Leg:          {"LEG", "腿", "leg", onLeg, .25, 0, 1<<Foot | 1<<Buttock},
	Thigh:        {"THIGH", "大腿", "thigh", onLeg, .2, 1 << Leg, 1<<Knee | 1<<Buttock | 1<<Groin},
	Knee:         {"KNEE", "膝", "knee", onLeg, .2, 1 << Leg, 1<<Thigh | 1<<Shin},
	Shin:         {"LOWER_LEG", "小腿", "lower leg", onLeg, .25, 1 << Leg, 1<<Knee | 1<<Ankle | 1<<Foot},
	Ankle:        {"ANKLE", "脚踝", "ankle", onLeg, .1, 1 << Leg, 1<<Shin | 1<<Foot},
	Foot:         {"FOOT", "脚", "foot", onFoot, .6, 0, 1<<Ankle | 1<<Shin | 1<<Leg},
	Sole:         {"SOLE", "脚底", "sole", onFoot, .1, 1 << Foot, 0},
	Toe:          {"TOE", "脚趾", "toe", onFoot, .17, 1 << Foot, 0},
	BigToe:       {"BIG_TOE", "大脚趾", "big toe", onFoot, .1, 1<<Foot | 1<<Toe, 0},
	LittleToe:    {"LITTLE_TOE", "小脚趾", "little toe", onFoot, .03, 1<<Foot | 1<<Toe, 0},

	BackTooth:       {"BACK_TOOTH", "槽牙", "back tooth", onTeeth, .1, 1 << Tooth, 0},
	UpperFrontTooth: {"UPPER_FRONT_TOOTH", "上门牙", "upper front tooth", onTeeth, .1, 1<<Tooth | 1<<FrontTooth, 1 << Mouth},
	LowerFrontTooth: {"LOWER_FRONT_TOOTH", "下门牙", "lower front tooth", onTeeth, .05, 1<<Tooth | 1<<FrontTooth, 1 << Mouth},
}

// Code returns the site in capitals as the contract writes it, empty for unknown.
func (s Site) Code() string { return s.row().code }

// Words returns what people call the site.
func (s Site) Words() models.Text { return models.Text{Zh: s.row().zh, En: s.row().en} }

func (s Site) row() *siteRow { return &siteTable[min(s, sites-1)] }

// within: s is a part of o.
func (s Site) isWithin(o Site) bool { return s.row().within.has(o) }

// beside: s and o lie next to each other.
func (s Site) isBeside(o Site) bool { return s.row().beside.has(o) || o.row().beside.has(s) }

// siblings: two single fingers or toes, which a list names one after the other.
func (s Site) isSibling(o Site) bool { return s != o && fingers.has(s) && fingers.has(o) }

// isOther reports whether s and o are two of which a file says which one it is: another
// finger, another toe, a tooth of another place.
func (s Site) isOther(o Site) bool {
	for _, all := range [...]set{fingers, 1<<BigToe | 1<<LittleToe, 1<<BackTooth | 1<<FrontTooth, 1<<BackTooth | 1<<UpperFrontTooth, 1<<BackTooth | 1<<LowerFrontTooth, 1<<UpperFrontTooth | 1<<LowerFrontTooth} {
		if s != o && all.has(s) && all.has(o) {
			return true
		}
	}
	return false
}

// limb: on an arm or a leg.
func (s Site) onLimb() bool { return s.row().region >= onArm }

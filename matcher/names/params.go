package names

import "github.com/guitu-project/guitu/models"

// The numbers of this file decide about people. They are first estimates: the
// shape of the formula stands in the package doc, a≈0.45 and ε≈0.02 are guesses; which sounds are taken
// for one another is what every Chinese input method offers as fuzzy pinyin
// (模糊音); how often is a guess that keeps the order of common and rare ones,
// until a fit on confirmed pairs replaces it.

const (
	// epsilon is a position's likelihood ratio if nothing agrees: the position was
	// written or heard wrong beyond recognition.
	epsilon = 0.02

	// soundKept is how often an initial, or a final, is heard as it was said.
	soundKept = 0.90
	// soundLost is T for two initials or finals that no one takes for one another.
	soundLost = 0.001

	// How often a person whose accent is known by a dialect says a syllable of their name in
	// it, how often in Mandarin with its accent, and how often as anyone does. Most who are
	// asked for their name in Mandarin, by people who speak it, say some of it so.
	inDialect  = 0.50
	inAccent   = 0.25
	inMandarin = 1 - inDialect - inAccent

	// saidToClerk is how much of what two papers of one person differ in by ear is how the
	// person says it; the rest is how clerks do, who know the reading of a character.
	saidToClerk = 0.25

	// lookedAlike is how often a character is copied as one that looks like it.
	lookedAlike = 0.01

	// hiddenRatio is the likelihood ratio, but for epsilon, of a position that a side does not
	// tell: it says nothing. unreadRatio is that of a character that no table reads beside
	// another one: that one may be written by ear, but most such names are copied.
	hiddenRatio = 1 - epsilon
	unreadRatio = 0.5

	// secondReading is the share left to a character's rarer readings.
	secondReading = 0.3

	// Bits that an alignment costs, about log2 of how seldom it happens.
	costOrderSwapped   = 4.0 // 花东许, said of a name in Chinese characters
	costLatinSwapped   = 0.5 // Huadong Xu: both orders are usual
	costGivenSwapped   = 5.5 // 许东花
	costSurnameMissing = 2.0 // 花东
	costGivenMissing   = 4.5 // 许东
	costExtra          = 4.5 // 许小花东
	costNotLast        = 2.0 // 阿花 for 许花东: people are called by the last syllable
	costPartMissing    = 0.5 // 买买提 for 买买提·艾合买提
	costSecondGuess    = 1.5 // an understanding of the text that is not the first one
	costMarriedName    = 2.0 // of 王张氏, whose own name is a 张's, papers call her a 王
	costShortSurname   = 3.0 // 欧阳明 is Mr 欧 called 阳明, not Mr 欧阳

	// mismatchBelow is the likelihood ratio under which a position agrees in nothing. If one
	// of several positions does, the others are as likely those of a sister, a cousin or a
	// namesake (字辈: a generation shares a character), so that what speaks for the pair
	// is worth half of its bits (penalised). How often two of a family are missing is not
	// known; the benchmark has a relative of nearly every third person among the notices,
	// far more than there can be, and even so less than a half finds fewer. And no more
	// than mismatchMost, a likelihood ratio: too little to draw a look by itself.
	mismatchBelow = 0.25
	mismatchMost  = 7

	mismatchBelowBits, mismatchMostBits = -2, 2.8 // their base-2 logarithms

	// capOnePosition is the most that one syllable may weigh, capSurname what a surname
	// of two characters may: neither raises an alert by itself, for thousands share those. Among 1,000
	// notices, 8 bits alone make p = .03; among more, less.
	capOnePosition = 8.0
	capSurname     = 9.0

	// Syllables of a transcribed name (买买提) hang together: their bits are worth
	// less than those of independent positions, and common part names cap what one part
	// can say.
	partShare   = 0.6
	capPart     = 9.0
	capJoined   = 12.0 // several parts written as one
	partDiffers = 6.5  // the most that a part which differs costs

	costVariant      = 1.0 // 麦麦提 for 买买提: the same name in another spelling
	costPartsSwapped = 4.0 // the father's name first
	costOtherPeople  = 2.0 // one is a transcribed name, the other a Chinese one
)

// heardAsWritten is how often a name that was heard is written with its own character.
const heardAsWritten = 0.30

// writtenAlike returns a: the probability that a position is written with the same
// character on both sides of one person.
func writtenAlike(a, b *Name) float32 {
	switch {
	case a.Heard || b.Heard:
		return heardAsWritten
	case a.document && b.document:
		return 0.90
	}
	return 0.45
}

// nicknameForm holds what people mean who are called by a character and another (calledForms): how
// often the other is the last of the given name, how often the surname, and how often the
// two are a given name, told without the surname.
type nicknameForm struct{ given, surname, whole float32 }

// calledBy are the characters that people are called by; who is 老王 is always a Mr Wang.
// Of given names about one in a hundred begins with 小, fewer with 大, hardly any with 阿;
// but who has such a name is called by it far oftener than others by a part of theirs.
var calledBy = map[rune]nicknameForm{
	'小': {.5, .5, .08},
	'大': {.2, .4, .05},
	'阿': {.8, .2, .001},
	'亚': {.5, .05, .05},
}

// How often two full names of one person have nothing to do with each other, if both
// are of documents and if not: an alias, a wrong answer, another person's papers.
const (
	otherDocument = 0.03
	otherName     = 0.05
)

// nicknameApart is how often a nickname is no part of the name that the other side has,
// coinedApart how often one is not that may be made of a syllable of it (军军, 茹仔);
// otherNickname is how often it is another than that which the other side has, and
// halfNickname the most that half of one says.
const (
	nicknameApart = 0.75
	coinedApart   = 0.5
	otherNickname = 0.25
	halfNickname  = 0.2

	halfNicknameBits = -2.3 // its base-2 logarithm
)

// If both files could be held together by names of one kind, bits that it costs to
// hold a full name against a nickname instead: a person whose papers say 王秀英 seldom
// gives 阿妹 as the full name; who is called 阿妹 at home has other nicknames, too.
const (
	costToldNickname   = 4.0 // the record's is the full name
	costOtherNicknames = 2.0 // the record's is the nickname
)

// CrossCost returns what it costs in bits to hold two names against each other that are not
// of one kind, if either side has a name of the other's kind; 0 for two of a kind.
func (q *Query) CrossCost(other *Name) float64 {
	switch own := q.Nickname(); {
	case own == other.Nickname():
		return 0
	case own == (q.role == Heard):
		return costOtherNicknames
	}
	return costToldNickname
}

// unrelated returns how often two such names of one person have nothing to do with each other.
func unrelated(a, b *Name) float64 {
	if a.Nickname() != b.Nickname() {
		return apartFrom(a.coined() || b.coined())
	}
	if a.Nickname() {
		return otherNickname
	}
	if a.document && b.document {
		return otherDocument
	}
	return otherName
}

// apartFrom returns how often a nickname and a name of one person have nothing to do with each other.
func apartFrom(coined bool) float64 {
	if coined {
		return coinedApart
	}
	return nicknameApart
}

func isDocument(k models.NameKind) bool {
	return k == "" || k == models.NameLegal || k == models.NameFormer
}

// surnameShares are the most common surnames in per cent of all people: 袁义达's
// count for the Chinese Academy of Sciences, 2006, rounded. Other surnames share
// the rest.
const surnameShares = `王7.25 李7.19 张6.83 刘5.38 陈4.53 杨3.08 赵2.29 黄2.23 周2.12 吴2.05 徐1.67 孙1.54 胡1.31 朱1.26 高1.21
林1.18 何1.17 郭1.15 马1.05 罗.95 梁.84 宋.81 郑.80 谢.72 韩.68 唐.66 冯.64 于.62 董.61 萧.59 肖.40 程.57 曹.57 袁.54 邓.54 许.54
傅.51 沈.50 曾.50 彭.49 吕.47 苏.47 卢.47 蒋.47 蔡.46 魏.45 贾.42 丁.42 薛.42 叶.42 阎.41 余.41 潘.41 杜.40 戴.39 夏.38 钟.37 汪.36
田.36 任.36 姜.36 范.36 方.33 石.31 姚.31 谭.30 廖.30 邹.30 熊.30 金.30 陆.28 郝.28 孔.27 白.27 崔.27 康.27 毛.27 邱.27 秦.26 江.26
史.25 顾.25 侯.25 邵.25 孟.24 龙.23 万.23 段.23 雷.23 钱.22 汤.22 尹.21 黎.21 易.20 常.20 武.19 乔.19 贺.19 赖.18 龚.18 文.18`

const (
	rareSurname = 0.0002 // of a known surname outside the list
	oddSurname  = 0.0001 // of a character that is no known surname
)

// Given-name characters by how common they are: about 0.9 % and 0.4 % of all
// given-name characters; the rest is rare. To be counted from the notices held.
const (
	commonGiven = `英华文玉秀明兰金国春红丽平海军建志小芳伟`
	usualGiven  = `梅云林荣桂德生成福龙永新香凤霞敏杰强辉燕萍艳娟飞峰勇波斌超刚东洪俊宇子雨欣佳婷琴珍莲清祥贵发良忠家学正光宏亮涛鹏磊鑫静慧淑翠月花爱琳雪`
)

// Characters that transcribe names, by how common they are in such names.
const (
	commonTranscript = `买提尔木依阿艾古丽克拉曼汗江布吉玛仁尼巴哈`
	usualTranscript  = `次扎西卓多杰桑旦增索央金珠达瓦罗白格日乌兰其图特斯琴娜雅高娃苏合吾力孜热吐逊玉素甫库班卡德米沙迪里努亚不都卜杜帕买马石伍曲比吉才让加措登旺姆`

	commonTranscriptShare = 0.03
	usualTranscriptShare  = 0.01
	rareTranscriptShare   = 0.003
)

// tailShare is the share of a character, or a syllable, that the one before all but
// decides: 阳 after 欧.
const tailShare = 0.5

// censusPrior is how many counted names the listed shares are worth.
const censusPrior = 2000

// pairPrior is how many counted given names it is worth that their characters have
// nothing to do with each other.
const pairPrior = 2000

// nicknamePrior is how many counted nicknames the share of a usual one is worth: a few
// dozen (狗蛋, 二毛, 妮子) make up most.
const (
	nicknamePrior = 100
	usualNickname = 0.004
)

const (
	commonGivenShare = 0.009
	usualGivenShare  = 0.004
	rareGivenShare   = 0.0006
	// rareSyllable is the least that a syllable's share in a position is taken for.
	rareSyllable = 0.0008
)

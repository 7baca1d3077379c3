package world

import (
	"fmt"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// The words of this file are what station sheets, police spreadsheets and public notices
// say around and in place of plain values. They are written for this package, apart from
// the tables of any matcher, and no list aims to be complete: a matcher is to be measured
// on words that it was not made of. Every share is an estimate, with why one thinks so.

// habit describes something that people write, in one of several phrases, @ being what plain
// wording says, with how often they do.
type habit struct {
	share   float64
	phrases string // parted by bars
}

// of returns the phrases of a split: every other one, so that what is read on one split is not
// simply recognised on the other.
func (h habit) of(s Split) []string { return halves(h.phrases, s) }

func halves(phrases string, s Split) []string {
	all := strings.Split(phrases, "|")
	if len(all) < 2 {
		return all
	}
	own := make([]string, 0, len(all)/2+1)
	for i := int(s); i < len(all); i += 2 {
		own = append(own, all[i])
	}
	return own
}

var (
	// Stations type what they were told as it was said; sheets of care homes repeat the
	// label of the column. About every third of published ones does.
	recordLeads = habit{.32, `自述叫@|自称@|名叫@|自述“@”|自报姓名@|本人称叫@|好像叫@|听着像是@|可能叫@|疑似叫@|姓名：@|自述姓名：@|问其姓名答@|只说叫@|说自己是@|据其自述名叫@|口述名字叫@|叫@|经常念叨@|反复说@`}
	// Notices are pasted with their headline: every eighth.
	noticeLeads = habit{.12, `寻找@|急寻@|寻人：@|寻亲人@|寻人启事@|走失人@|走失者：@|紧急寻找@|帮忙寻找@|失踪人员@|扩散寻找@|协寻@|姓名：@|@（走失）`}
	// An accent is an impression, and is written as one in about every third file.
	accentLeads = habit{.35, `说话带@|操@|疑似@|像是@|听着是@|有点@|大概是@|略带@|@，听不太清|@，语速快|似为@|@较重|可能是@|讲@`}
)

// gaps holds what people write into fields of which they know nothing.
type gaps struct {
	name, people, place, accent, clothing, belongings, marks, conditions, kin habit
}

var (
	// Forms of stations and hospitals have a field for each and a clerk who leaves none
	// empty: about a third of what is not known is said to be so, a name in two of three
	// files, as the file needs one.
	recordGaps = gaps{
		name:       habit{.65, `无名氏|受助人员#|不详|无名$#|未知|受助人#号|流浪人员#|走失人员|姓名不详|不会说话|#号受助人|问不出姓名|救助2024-0#|$，姓名不详|身份不明人员|待查|无名$|第#号床|精神病人#|说不清自己名字|自称不知道|拒绝说姓名|失忆$|未知$`},
		people:     habit{.33, `不详|未知|待查|不明|不清楚|民族不详|无法得知|尚未查明`},
		place:      habit{.35, `不详|未知|外地|待查|不清楚|说不清|籍贯不详|外省|无法得知|暂不清楚|不明|自己说不清`},
		accent:     habit{.25, `不详|不说话|听不出|无法交流|未知|不会说话|不开口|听不懂|含混不清|无语言能力`},
		clothing:   habit{.10, `不详|未记录|普通衣物|一般|已换站内衣物|未登记`},
		belongings: habit{.30, `无|不详|无随身物品|没有|身无分文|未携带物品|无任何证件|空手`},
		marks:      habit{.30, `无|不详|无明显特征|未见明显特征|体表无异常|无特殊|暂未发现|无明显疤痕`},
		conditions: habit{.20, `不详|无|未知|待查|未见异常|待体检|暂不清楚|无法判断`},
		kin:        habit{.03, `不详|已故|健在|去世|记不清|不知道|说已经死了|打工`},
	}
	// Families know more and fill in less; the police's export says so if they do not.
	noticeGaps = gaps{
		people:     habit{.15, `不详|未知|未填|不清楚`},
		place:      habit{.20, `不详|未知|外地|待查`},
		accent:     habit{.10, `不详|本地口音|普通话|当地话`},
		clothing:   habit{.25, `不详|记不清|不清楚|家人未注意|未知|忘了`},
		belongings: habit{.15, `无|不详|没带东西|未携带`},
		marks:      habit{.15, `无|无明显特征|不详|没有`},
		conditions: habit{.12, `无|健康|身体健康|无疾病|正常|无病史`},
		kin:        habit{.08, `已故|去世|健在|务农|已去世|外出打工|农民|病故`},
	}
)

// How often people write what plain wording has a field for into a text instead: a third of
// sizes, half of marks, as counted by eye on notices whose only field is a text.
const (
	sizesTold     = .33
	marksTold     = .5
	shortPeople   = .45 // 汉 for 汉族: forms have a narrow column
	otherMarkWord = .35 // doctors, police and families have words of their own
)

// shortPeoples are what narrow columns and habits make of a people's name.
var shortPeoples = map[string]string{
	"汉族": "汉", "维吾尔族": "维族", "蒙古族": "蒙族", "哈萨克族": "哈族", "壮族": "壮", "回族": "回", "藏族": "藏", "彝族": "彝", "苗族": "苗", "布依族": "布依", "满族": "满", "土家族": "土家",
}

// markWords are other words for what marks commonly are.
var markWords = []struct{ plain, others string }{
	{"疤痕", "伤疤|旧疤|疤|陈旧性疤痕|瘢痕|伤痕"}, {"疤", "伤疤|疤痕|旧疤|瘢痕"}, {"痣", "黑痣|痦子|色素痣|小黑痣"}, {"胎记", "记|胎痣|青色胎记|红记"}, {"纹身", "刺青|文身|纹的图案|刺的图"}, {"烧伤", "烫伤|火烧的疤|烧烫伤"},
}

// markSizes are how large a mark is said to be, by those who measure and those who compare.
var markSizes = habit{.22, `@，约2厘米|@，黄豆大小|@，长约3cm|@（米粒大）|@，硬币大小|@，约一寸长|@，指甲盖大|@，较明显`}

// buildWords say a build.
var buildWords = map[models.Build]string{
	models.Thin:   "偏瘦|体型瘦|瘦小|身材瘦弱|较瘦|很瘦",
	models.Medium: "中等身材|不胖不瘦|体型中等|体态适中|身材一般|匀称",
	models.Heavy:  "偏胖|体型胖|较胖|身材肥胖|微胖|壮实",
}

var (
	// Illnesses are what families think and stations suspect.
	illnessLeads = habit{.40, `疑似@|患有@|有@病史|可能有@|@（家属述）|曾患@|好像有@|患@多年`}
	// Sheets of stations ask for health, and most people are well.
	recordHealthy = habit{.22, `否认精神病史|神志清楚|无精神异常|四肢健全|智力正常|否认癫痫|言语流利|精神状态正常|未见肢体残疾|否认传染病史|不是聋哑人|无残疾`}
	// Families say it to show that a person may be asked.
	noticeHealthy = habit{.08, `智力正常|精神正常|身体健全|无精神病|没有残疾|头脑清醒`}
	// What is told of the family is not the person's.
	othersIllness = habit{.03, `母亲是聋哑人|父亲有精神病|家里有个傻弟弟|妻子智力不好|父亲腿瘸|奶奶瞎了`}
)

// nameForms says how often a name of three characters is written in another form.
type nameForms struct{ title, company, hidden, spaced, latin float64 }

var (
	// Names in published sheets of people in care are partly hidden for privacy; passports
	// and phones write pinyin.
	recordForms = nameForms{title: .04, company: .01, hidden: .05, spaced: .02, latin: .02}
	// Families are polite; several may be looked for in one notice.
	noticeForms = nameForms{title: .05, company: .02, hidden: .01, spaced: .03, latin: .01}

	titlesOf = map[models.Sex][]string{models.Male: {"先生", "同志", "师傅"}, models.Female: {"女士", "大姐", "同志"}}
)

const company = `等2人|和儿子|一家三口|夫妇|及其女儿|等三人|一家|母子`

// heightInWords says a height.
func heightInWords(d dice, s Split, cm int) string {
	metres, rest := cm/100, cm%100
	digits := []rune("零一二三四五六七八九")
	inWords := fmt.Sprintf("%c米%c", digits[metres], digits[rest/10])
	if rest%10 >= 3 {
		inWords += string(digits[rest%10])
	}
	if rest < 10 {
		inWords = fmt.Sprintf("%d厘米", cm)
	}
	forms := [2][]string{
		{fmt.Sprintf("身高约%dcm", cm), "身高" + inWords + "左右", fmt.Sprintf("高%d.%02d米", metres, rest), fmt.Sprintf("个子%d公分上下", cm)},
		{fmt.Sprintf("身高%d厘米左右", cm), "大概" + inWords + "高", fmt.Sprintf("身高%d米%02d", metres, rest), "个头" + inWords + "上下"},
	}
	return either(d, forms[s])
}

// ageInWords says an age, or a range.
func ageInWords(d dice, s Split, low, high int) string {
	if high > low && d.chance(.5) {
		return fmt.Sprintf([2]string{"年龄约%d-%d岁", "%d至%d岁"}[s], low, high)
	}
	middle := (low + high) / 2
	forms := [2][]string{
		{fmt.Sprintf("约%d岁", middle), fmt.Sprintf("看着%d岁左右", middle), fmt.Sprintf("年约%d岁", middle)},
		{fmt.Sprintf("%d岁上下", middle), fmt.Sprintf("看上去%d来岁", middle), fmt.Sprintf("大约%d岁", middle)},
	}
	if tens := middle / 10; tens >= 2 && tens <= 9 && middle%10 >= 2 && d.chance(.3) {
		return [2]string{"", "有"}[s] + string([]rune("零一二三四五六七八九")[tens]) + "十多岁"
	}
	return either(d, forms[s])
}

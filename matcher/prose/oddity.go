package prose

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/models"
)

// bodyPart names a part of the body that can be told by its look.
const bodyPart = `(?:[大食中小拇无名]{0,2}(?:手指头?|拇指|食指|中指|无名指|小指头?|指头|脚趾头?|趾头?|指甲盖?|趾甲)|手掌|手心|掌心|手背|手腕|虎口|手臂|胳膊肘?|胳臂|手肘|肩膀|肩|脖子|颈部?|喉咙|喉结|胸口?|前胸|后背|背上?|腰|肚子|肚皮|肚脐|臀部?|屁股|大腿|小腿|膝盖|脚踝|脚跟|脚背|脚板|脚心|耳朵|耳垂|耳廓|耳前|耳后|眼角|眼皮|眼睛|眉毛|眉心|鼻梁|鼻子|鼻头|嘴角|嘴唇|人中|门牙|虎牙|大牙|槽牙|牙齿?|舌头|下巴|脸颊|脸上?|额头?|太阳穴|头顶|头皮|后脑勺?|锁骨|头发|左手|右手|左脚|右脚|两手|双手)`

// odd is what a part of the body is told by.
const odd = `(?:没了|没有了|[没无缺少](?:指甲|有指甲|一[截块节颗个]|半[截边个])|(?:只有|只剩|剩|仅剩|就剩)(?:下)?[一二两三四五六半][个根颗截节只]|是(?:黑|青|紫|白|灰|歪|斜|弯|断|瘪|尖|平|连着|并着)的?|发[黑青紫白]|(?:有条)?(?:缝|缝隙)(?:很?大|宽|明显)|[歪斜弯瘪塌豁]|断了?|缺了?|短一?[截些]|[长有](?:了|着)?(?:一?[个块颗条粒圈撮])?[^,，。;]{0,6}(?:包|瘤|眼|小洞|窝|坑|疙瘩|肉揪|肉|凹|鼓包|结节|囊肿)|多(?:了|出)?一[个根颗节]|变形|畸形|伸不[直开]|弯不[了下]|合不[拢上]|抬不起|萎缩|连在一起|粘在一起|并在一起|外翻|内翻|自来卷|天生卷|卷曲|刻[了着]|刺[了着])`

var (
	oddity = regexp.MustCompile(bodyPart + `[^,，。;、]{0,8}?` + odd)
	// wellDone is said of parts that are as they should be, and of what passes.
	wellDone = regexp.MustCompile(`利索|正常|灵活|健全|良好|自如|疼|痛|酸|痒|麻|流血|擦伤|脱了|冻得|冷`)
)

// longestOddity is how many characters a clause has at most that tells one.
const longestOddity = 24

// readOddities reads what a part of the body is told by, by the grammar of the clause alone: a
// part, and what is odd about it. It goes behind the marks that a table knows.
func (r *reader) readOddities() {
	if r.partial {
		return
	}
	for m := range clausesOf(r.folded) {
		from, to := r.trim(m[0], m[1])
		if i := strings.IndexAny(r.folded[from:to], "(（"); i > 0 {
			from, to = r.trim(from, from+i)
		}
		if from >= to || utf8.RuneCountInString(r.folded[from:to]) > longestOddity || r.isUsed(from, to) || wellDone.MatchString(r.folded[from:to]) {
			continue
		}
		at := oddity.FindStringIndex(r.folded[from:to])
		if at == nil || !r.own(from+at[0], from+at[1]) {
			continue
		}
		i := len(r.out.Person.Marks)
		r.out.Person.Marks = append(r.out.Person.Marks, models.Mark{Text: r.words(from, to)})
		r.set("person.marks["+itoa(i)+"].text", r.words(from, to), from, to)
	}
}

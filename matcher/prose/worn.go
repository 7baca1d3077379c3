package prose

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/models"
)

var (
	wears   = regexp.MustCompile(`(?:走失时|失踪时|发现时|入站时|来时|当时|离家时|出门时|离家前)?(?:上身|下身|身上|脚上|脚下|脚|头上|头|外面|里面|外|内|上|下|足|身)?(?:穿着|头包|包着|裹着?|趿拉着?|穿了|穿的|穿|着|戴着|戴了|戴|扎着?|蒙着?|缠着?|顶着|身着|披着|套着|套|系着|围着|蹬着|光着|赤)(?:是|的是|一[件条双身套顶]|有)?[:\s]*|上身|下身|上衣|裤子是|外套是|衣着|赤脚|光脚|赤裸|裸`)
	garment = regexp.MustCompile(`衣|裤|鞋|帽|裙|衫|袄|褂|靴|袜|夹克|外套|t恤|恤|背心|马甲|毛衣|西装|西服|围巾|头巾|手套|校服|棉服|羽绒|睡|赤脚|光脚|赤裸|拖鞋|被子|围裙|短袖|长袖|迷彩|内裤|毛线|皮带|口罩|卫衣|军大衣|尿不湿|襁褓|包被|服装|呢子|大衣|布鞋|皮鞋|工装|工作服|制服|赤足|旗袍|披风|雨衣|披肩|毛毯|连体|秋衣|秋裤|打底|polo|[山唐军便]装|t恤|牛仔|袍|棉被|马褂|礼服|斗篷|肚兜|吊带|人字拖|凉拖|棉拖|胶鞋|服(?:装|饰|[,，、。;\s]|$)|一身[黑白蓝灰花红绿]|斗笠|乌拉|褂|笼基|纱笼|筒靴|水鞋|波鞋|t-?shirt|藏装`)
	carries = regexp.MustCompile(`[背拎提挎拖拿推拉抱揣挑扛攥夹捧](?:个|一[个只把辆条根袋包口件张]|半[块个袋包])|^带(?:一|两)?[\p{Han}]{0,6}(?:杖|包|袋|伞|箱)|手腕上?有|手上有|脖子上?[有挂]着?|挂着?|使用|随身(?:携带|带着?|物品[有为:]*|带有)?|携带有?|带走|有现金|有人民币|有零钱|身上(?:带着?|有)|带着|带有|带了|背着?|拎着?|提着?|挎着?|拖着|手持|手拿着?|拿着?|推着|骑着?|拄着?|揣着|衣?裤?[衣裤]?兜[里内]?有?|口袋[里内]?有?|包里有?|包内有?|内有|夹带|旁边放着|抱着|身边有|身旁有|旁边放有|放有|戴[着了]?一[块只枚个条]|坐自制|戴着?(?:块|个|只|枚|条|串|对|副)?(?:[^,，。;]{0,6})(?:镯|戒指|项链|手表|手链|佛珠|念珠|耳环|玉|助听器)|拉着|拉一?个|攥着?|握着|里头有|里面有|里面装着?|内装|装有|附有|附出生|附一|夹有|挽着|扛着?|夹着|挑着?|挎着?|坐着?轮椅|坐着?一辆|留有|裹着?一?[床条]|盖着`)
	things  = regexp.MustCompile(`包|袋|箱|手机|身份证|钱|现金|元|卡|证|钥匙|拐杖|拐棍|车|伞|杯|瓶|饭盒|烟|打火机|药|照片|纸|本|布|行李|被|桶|棍|手镯|镯|戒指|项链|手表|耳环|玉|手链|护身符|奶粉|红绳|字条|收音机|毛毯|毯|篮|扁担|零钱|车票|票|书|笔|刀|碗|水壶|狗|佛珠|念珠|篓|筐|篮|布兜|水杯|助听器|相机|毛巾|拐|棒|户口|存折|课本|作业|玩具|娃娃|公仔|眼镜盒|电脑|充电|耳机|鱼竿|锄头|镰刀|簸箕|篼|兜|馒头|馍|饼|食品|干粮|雨具|蛇皮|罐|缸|壶|盆|锅|囊|腰鼓|二胡|口琴|杖|风车|饼干|老年机|红薯`)
)

// readWorn reads the clothes and what the person carried, each as one stretch of words.
func (r *reader) readWorn() {
	if r.out.Person.Clothing == "" {
		r.out.Person.Clothing = r.collect("person.clothing", wears, garment, false)
	}
	if r.out.Person.Belongings == "" {
		r.out.Person.Belongings = r.collect("person.belongings", carries, things, true)
	}
}

// collect joins the clauses that a word of the first list opens and that name a thing of
// the second; clauses behind one that go on naming things belong to it.
func (r *reader) collect(field string, opens, what *regexp.Regexp, fromVerb bool) string {
	var parts []string
	first, last, open := -1, -1, false
	flush := func() {
		if first >= 0 {
			first += len(wornLead.FindString(r.folded[first:last]))
			first, last = r.trim(first, last)
		}
		if first >= 0 && first < last && !assertion.Unknown(assertion.Any, r.folded[first:last]) {
			parts = append(parts, r.words(first, last))
			r.set(field, parts[len(parts)-1], first, last)
		}
		first, last = -1, -1
	}
	for from := 0; from < len(r.folded); {
		end := strings.IndexAny(r.folded[from:], sentenceEnds+",，")
		if end < 0 {
			end = len(r.folded)
		} else {
			end += from
		}
		clause := r.folded[from:end]
		m := opens.FindStringIndex(clause)
		if m == nil && !fromVerb {
			m = garmentsIn(clause)
		} else if m == nil && bareThing.MatchString(strings.TrimSpace(clause)) {
			m = []int{0, 0}
		}
		switch {
		case m != nil && otherWearer.MatchString(clause):
			flush()
			open = false
		case m != nil && what.MatchString(clause[m[0]:]) && !noWear.MatchString(clause) && r.ownClause(from+m[0], end):
			if begin := from + m[0]; fromVerb || first < 0 {
				if fromVerb && first >= 0 && r.isUsed(begin, begin+1) {
					break
				}
				if first < 0 {
					first = begin
				}
			}
			last, open = end, true
		case open && first >= 0 && what.MatchString(clause) && !noWear.MatchString(clause) && !endsWear.MatchString(clause):
			last = end
		default:
			flush()
			open = false
		}
		if end == len(r.folded) || strings.ContainsRune(sentenceEnds, rune(r.folded[end])) || strings.HasPrefix(r.folded[end:], "。") {
			// A new sentence may go on about the same: 上身…。下身…。
			flush()
			open = false
		}
		from = end + 1
		for from < len(r.folded) && r.folded[from]&0xC0 == 0x80 {
			from++
		}
	}
	flush()
	return strings.Join(parts, "，")
}

// otherWearer is a person beside the person: 和一个穿红棉袄的女人.
var otherWearer = regexp.MustCompile(`(?:和|跟|与|同|被|让)[\p{Han}]{0,5}[穿戴][\p{Han}]{1,10}的[\p{Han}]{0,4}(?:人|男子|女子|妇女|男的|女的|小孩|孩子)`)

// bareGarment is a clause that only names a garment, as in a list.
var bareGarment = regexp.MustCompile(`^(?:(?:外面?|里面?|内|上身?|下身?|头上|脚上|脚下|脖子上|腰间|另|还有|和|及)?(?:一|两|几|二)?(?:件|条|双|顶|只|身|套|块)?(?:[^\x00-\x7f、,，。;说有是在到从被给把送来去走买卖找看见发现没无脱换洗缺丢掉家人的]|色的){1,8}?` + garmentHeads + `(?:\([^()]{0,12}\))?(?:一|两|各一)?(?:件|条|双|顶|只|身|套)?[、和]?){1,4}$`)

// garmentHeads are what garments are named by, the longer word first.
const garmentHeads = `(?:上衣|外套|夹克|冲锋衣|羽绒服|病号服|工作服|厂服|校服|制服|棉服|工服|劳保服|唐装|中山装|西装|工装|军装|迷彩|t恤|衬衣|衬衫|背心|马甲|坎肩|马褂|褂子|褂|大衣|毛衣|线衣|秋衣|内衣|棉衣|雨衣|衣服|衣|长裤|短裤|裤子|裤|皮鞋|布鞋|拖鞋|胶鞋|凉鞋|球鞋|运动鞋|鞋|靴子|靴|乌拉|人字拖|袄|衫|裙子|裙|帽子|帽|斗笠|草帽|头巾|围巾|纱巾|方巾|围脖|手套|袜子|袜|短袖|长袖|藏袍|长袍|旗袍|袍子)`

// garmentsIn returns if in a clause what names garments and nothing else begins: behind a
// heading or a space, or at its head; nil for nowhere.
func garmentsIn(clause string) []int {
	s := strings.TrimRight(clause, " ")
	at := strings.LastIndexAny(s, ": ") + 1
	if s = s[at:]; len(s) > longestGarments || !garment.MatchString(s) || !bareGarment.MatchString(s) {
		return nil
	}
	return []int{at, at}
}

// bareThing is a clause that names a thing to carry and nothing else.
var bareThing = regexp.MustCompile(`^(?:[^\x00-\x7f、,，。;说有是在到从被给把送来去走买卖找看见发现没无丢掉人的]{0,8}?)(?:编织袋|蛇皮袋|化肥袋|布袋子?|背包|双肩包|书包|挎包|腰包|手提包|行李箱|拉杆箱|行李包|手提袋|塑料袋|包袱|搪瓷[缸碗盆]|拐杖|拐棍|收音机|保温杯|饭盒)(?:[一两二三四\d]+(?:个|只|条|件|根|台|把))?$`)

// longestGarments is how many bytes a clause has at most that is a list of garments.
const longestGarments = 90

// wornLead are the words before what is worn or carried.
var wornLead = regexp.MustCompile(`^(?:走失时|失踪时|发现时|入站时|来时|当时|离家时|出门时|离家前)?(?:身上)?(?:是|所)?(?:身穿|身着|穿着|穿了|穿的是?|穿戴|穿|衣着|着)?(?:随身携带物?品?(?:有|为)?|随身带着?|携带有?|带着|带有|带了|身上有)?[:\s]*`)

// ownClause reports whether what is worn or carried is the person's.
func (r *reader) ownClause(from, to int) bool {
	a := r.asserted(from, to)
	return !a.Other && a.Status != assertion.Denied && !r.isUsed(from, from+1) && !r.isStrangers(from)
}

var (
	noWear   = regexp.MustCompile(`疤|痣|胎记|纹身|眼镜|穿\d\d码|耳钉穿|穿线|穿刺|贯穿|穿过|假牙|牙套|被.{0,8}带走|背景|背部|背有|后背|手背|脊背|背上|背后|提供|提出|没有?证件|着凉|联系`)
	endsWear = regexp.MustCompile(`^\s*[无没未]|随身|携带|口音|患有|身高|疤|痣|联系|电话|走失|如有|背着|拎着|提着|骑|拄|身无`)
)

// readLooks gathers what else is said of face, hair, skin and teeth.
func (r *reader) readLooks() {
	if r.out.Person.Appearance != "" || r.partial {
		return
	}
	var parts []string
	for from := 0; from < len(r.folded); {
		end := strings.IndexAny(r.folded[from:], clauseEnds)
		if end < 0 {
			end = len(r.folded)
		} else {
			end += from
		}
		if clause := r.folded[from:end]; len([]rune(clause)) <= 24 && looksLike.MatchString(clause) && !notLooks.MatchString(clause) && !r.isUsed(from, end) && !r.asserted(from, end).Other {
			a, b := r.trim(from, end)
			if a < b {
				parts = append(parts, r.words(a, b))
				r.set("person.appearance", parts[len(parts)-1], a, b)
			}
		}
		from = end + 1
		for from < len(r.folded) && r.folded[from]&0xC0 == 0x80 {
			from++
		}
	}
	r.out.Person.Appearance = strings.Join(parts, "，")
}

var (
	looksLike = regexp.MustCompile(`[头长短花白卷平寸秃黑黄]发|脸|眼|眉|鼻|嘴|皮肤|肤色|牙|胡|辫|秃顶|光头|寸头|平头|板寸|白发|发型|驼背|罗圈腿|走路|耳朵|下巴|颧骨|额头|个子[高矮]|头顶`)
	notLooks  = regexp.MustCompile(`发现|发生|联系|电话|头晕|头痛|眼看|口音|出发|发烧|发病|手术|一眼`)
)

// hairy are looks rather than marks: they change.
var hairy = regexp.MustCompile(`鬓|发|满头白|秃|光头|花白|胡|^白|寸头|平头|[单双]眼皮|烫过|听不清|眼睛[大小]|[大小]眼|圆脸|国字脸`)

// soundBody is said of what is as it should be.
var soundBody = regexp.MustCompile(`(?:利索|利落|灵便|灵活|正常|健全|良好|自如|完好)$`)

var skinMark = regexp.MustCompile(`疤|痣|胎记|痕`)

// readMarks reads the lasting marks, with what package marks makes of them.
func (r *reader) readMarks() {
	for _, m := range marksOf(r.asking()) {
		from, to := r.unusedPart(m.from, m.to)
		from, to = r.wholeClause(from, to)
		if from >= to || !r.own(from, to) || soundBody.MatchString(r.folded[from:to]) || strings.HasPrefix(r.folded[from:], "已") && strings.HasSuffix(r.folded[:from], "(") || hairy.MatchString(r.folded[from:to]) && !skinMark.MatchString(r.folded[from:to]) {
			continue
		}
		i := len(r.out.Person.Marks)
		r.out.Person.Marks = append(r.out.Person.Marks, models.Mark{Text: r.words(from, to)})
		r.set("person.marks["+itoa(i)+"].text", r.words(from, to), from, to)
	}
}

// wholeClause widens a mark's words by those before them in their clause that filled no
// field: 满口 of 满口无牙.
func (r *reader) wholeClause(from, to int) (int, int) {
	if r.partial || from >= to {
		return from, to
	}
	clause, _ := r.around(from, clauseEnds+"(（")
	if utf8.RuneCountInString(r.folded[clause:from]) > 8 || clause < from && r.isUsed(clause, from) || skinMark.MatchString(r.folded[clause:from]) {
		return from, to
	}
	return r.trim(clause, to)
}

// unusedPart returns the longest run of a mark's clauses that filled no other field, without
// what did at either end: a heading.
func (r *reader) unusedPart(from, to int) (int, int) {
	if r.partial || !r.isUsed(from, to) {
		return from, to
	}
	best, bestTo := from, from
	for at := from; at < to; {
		end := strings.IndexAny(r.folded[at:to], clauseEnds)
		if end < 0 {
			end = to
		} else {
			end += at
		}
		begin := at
		for i := at; i < end; i++ { // behind the last heading
			if r.used[r.chars[i]] && strings.ContainsAny(r.after(i, 2), ":]】") {
				begin = i
			}
		}
		for begin < end && r.used[r.chars[begin]] {
			begin++
		}
		begin, stop := r.trim(begin+len(headingEnd.FindString(r.folded[begin:end])), end)
		if begin < stop && !r.isUsed(begin, stop) && stop-begin > bestTo-best {
			best, bestTo = begin, stop
		}
		_, size := utf8.DecodeRuneInString(r.folded[end:])
		at = end + max(size, 1)
	}
	return best, bestTo
}

var headingEnd = regexp.MustCompile(`^[\]】:\s]+`)

package table

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/lunar"
)

// problem says why a cell cannot be taken as it is.
type problem struct{ zh, en string }

func wrong(zh, en string) *problem { return &problem{zh, en} }

// plain returns a cell in half width, without the spaces around and inside numbers that
// spreadsheets carry along.
func plain(cell string) string {
	cell = strings.TrimLeft(narrow(cell), "'’ \t\u00a0\u3000\u200b\ufeff")
	return strings.TrimSpace(strings.Trim(cell, "\u00a0\u3000\u200b\ufeff"))
}

// narrow returns a cell in half width. Most cells are: ASCII and ideographs, which are neither
// looked up nor copied.
func narrow(cell string) string {
	for _, r := range cell {
		if r >= utf8.RuneSelf && !unicode.Is(unicode.Han, r) {
			return width.Narrow.String(cell)
		}
	}
	return cell
}

// says is false of a cell that only says that nothing is known or written.
func says(cell string) bool {
	whole := strings.ToLower(plain(cell))
	if strings.HasPrefix(whole, "#") && errorCell.MatchString(whole) {
		return false
	}
	switch whole {
	case "暂无", "无名", "无名氏", "佚名", "不知名", "无名字", "不知姓名", "姓名不详", "查无", "没有":
		return false
	}
	switch strings.Trim(whole, " -—–/\\.。?？*_无()") {
	case "", "不详", "不祥", "未知", "不明", "待查", "不清楚", "未填", "暂无", "空", "n/a", "na", "null", "nil", "none", "unknown", "不知道", "未提供", "不清", "查无":
		return false
	}
	return true
}

// errorCell is what a spreadsheet shows if a formula failed.
var errorCell = regexp.MustCompile(`^#(?:n/a|ref!|value!|div/0!|name\?|null!|num!|getting_data)$`)

var (
	isoLike     = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?号?)?月?(?:[ T].*)?$`)
	yearOnly    = regexp.MustCompile(`^(\d{4})年?$`)
	compactDay  = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	compactMon  = regexp.MustCompile(`^((?:18|19|20)\d{2})(0[1-9]|1[0-2])$`)
	foreignDay  = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$`)
	serialDay   = regexp.MustCompile(`^\d{5}(?:\.\d+)?$`)
	scientific  = regexp.MustCompile(`^\d(?:\.\d+)?[eE]\+?\d+$`)
	lunarWord   = regexp.MustCompile(`农历|阴历|旧历|古历|老历|夏历|[（(][农阴][)）]|[正冬腊]月|闰.{1,6}月|月(?:初|廿)`)
	leadAbout   = regexp.MustCompile(`^(?:大概|大约|约莫|约|估计|目测|现年|时年|身高|体重|年龄|左右)+`)
	rangeOf     = regexp.MustCompile(`^(\d+(?:\.\d+)?)(?:岁|cm|厘米|公分|kg|公斤|斤|米|m)?[-—–~～至到](\d+(?:\.\d+)?)`)
	metres      = regexp.MustCompile(`^(\d)(?:米|m)(\d{1,2})?$`)
	firstNumber = regexp.MustCompile(`^(\d+(?:\.\d+)?)`)
)

// ideographs are the numerals that sizes and ages are written with.
var ideographs = map[rune]int{'〇': 0, '零': 0, '一': 1, '壹': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

// digits replaces Chinese numerals up to 999 by Arabic ones: 五十八 is 58, 一米七 is 1米7.
func digits(cell string) string {
	var out strings.Builder
	sum, last, open := 0, -1, false
	flush := func() {
		if open {
			out.WriteString(strconv.Itoa(sum + max(last, 0)))
		}
		sum, last, open = 0, -1, false
	}
	for _, r := range cell {
		switch n, ok := ideographs[r]; {
		case ok && last >= 0: // 一六八: digit after digit
			sum, last = (sum+last)*10, n
		case ok:
			last, open = n, true
		case r == '十' || r == '百':
			unit := 10
			if r == '百' {
				unit = 100
			}
			if last < 0 {
				last = 1
			}
			sum, last, open = sum+last*unit, -1, true
		default:
			flush()
			out.WriteRune(r)
		}
	}
	flush()
	return out.String()
}

// pair is two numerals that follow each other: 七八岁, 六七十岁, 十七八岁.
var pair = regexp.MustCompile(`([一二三四五六七八九]?十)?([一二两三四五六七八])([二三四五六七八九])(十)?`)

// twoNumerals writes such a pair as a range: 60-79, 7-8, 17-18.
func twoNumerals(cell string) string {
	m := pair.FindStringSubmatch(cell)
	if m == nil || ideographs[[]rune(m[3])[0]] != ideographs[[]rune(m[2])[0]]+1 || m[1] != "" && m[4] != "" {
		return cell
	}
	low, high := ideographs[[]rune(m[2])[0]], ideographs[[]rune(m[3])[0]]
	switch {
	case m[4] != "": // 六七十
		low, high = low*10, high*10+9
	case m[1] != "": // 十七八
		tens, _ := strconv.Atoi(digits(m[1]))
		low, high = tens+low, tens+high
	}
	return strings.Replace(cell, m[0], fmt.Sprintf("%d-%d", low, high), 1)
}

// aboutWords say of a date that it is not sure.
var aboutWords = strings.NewReplacer("约", "", "大概", "", "左右", "", "前后", "")

// readDate returns the date that a cell says, as far as it says one: of 2019年春 the year,
// of 2019年3月上旬 the month. whole is false if the cell says more than that. base is the
// day that serial numbers count from, years how years of two digits do. Errors: a date that two readings fit, or none.
func readDate(cell string, base time.Time, years calendar) (d models.Date, whole bool, p *problem) {
	cell = strings.TrimSpace(plain(cell))
	if d := models.Date(cell); d.Valid() { // as most are written
		return d, true, nil
	}
	if lunarWord.MatchString(cell) {
		if told, _, _, ok := lunar.Find(cell); ok {
			if solar, ok := told.Solar(); ok {
				return solar, false, nil // what was written is kept beside it
			}
		}
		// Another calendar: its year is ours but for the last weeks.
		if m := lunarYear.FindStringSubmatch(digits(cell)); m != nil {
			return models.Date(m[1]), false, nil
		}
		return "", false, wrong("农历日期请写明年份（如 农历1953年三月初四），或换算成公历，如 1953-04-17", "write the lunar date with its year, or in the common calendar, such as 1953-04-17")
	}
	if strings.ContainsAny(cell, "年月") {
		cell = digits(strings.ReplaceAll(cell, "元月", "1月"))
	}
	if cell, p = fullYear(cell, years); p != nil {
		return "", false, p
	}
	cell = innerSpace.ReplaceAllString(innerSpace.ReplaceAllString(cell, "$1$2$3$4"), "$1$2$3$4")
	cell = strings.TrimRight(strings.TrimSuffix(aboutWords.Replace(cell), "许"), " ")
	switch {
	case scientific.MatchString(cell):
		return "", false, rounded(cell)
	case serialDay.MatchString(cell):
		days, err := strconv.ParseFloat(cell, 64)
		if err != nil {
			break
		}
		return models.DateOf(base.AddDate(0, 0, int(days))), true, nil
	case foreignDay.MatchString(cell):
		d, p = readForeign(cell)
		return d, true, p
	}
	for _, form := range []struct {
		*regexp.Regexp
		whole bool
	}{{yearOnly, true}, {isoLike, true}, {compactDay, true}, {compactMon, true}, {dayAndTime, true}, {monthPart, false}, {yearPart, false}} {
		if m := form.FindStringSubmatch(cell); m != nil {
			d, p = validDate(m[1:], cell)
			return d, form.whole, p
		}
	}
	for _, layout := range englishDates {
		if t, err := time.Parse(layout, cell); err == nil {
			return models.DateOf(t), true, nil
		}
	}
	for _, layout := range englishMonths {
		if t, err := time.Parse(layout, cell); err == nil {
			return models.Date(t.Format("2006-01")), true, nil
		}
	}
	return "", false, notADate(cell)
}

var (
	lunarYear  = regexp.MustCompile(`(\d{4})年`)
	innerSpace = regexp.MustCompile(`(\d|年|月) +([年月日号])|([年月]) +(\d)`)
	dayAndTime = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]? *(?:凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚|夜里|夜间|半夜)?(?:\d{1,2}[点时:](?:\d{1,2}分?|半)?)?许?$`)
	monthPart  = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})月?(?:份|初|底|末|上旬|中旬|下旬|中|间)$`)
	yearPart   = regexp.MustCompile(`^(\d{4})年?(?:初|底|末|上半年|下半年|春|夏|秋|冬|春天|夏天|秋天|冬天|春季|夏季|秋季|冬季|春节|国庆|中秋|端午|暑假|寒假|年初|年底)(?:期间|节|时)?$`)
)

// englishDates are those with the month in letters, which no one can misread.
var englishDates = []string{"Jan 2, 2006", "January 2, 2006", "2 Jan 2006", "2 January 2006", "2-Jan-2006", "02-Jan-2006", "Jan 2 2006", "January 2 2006"}

// englishMonths are those without a day.
var englishMonths = []string{"Jan 2006", "January 2006", "Jan, 2006", "January, 2006", "Jan-2006"}

// readForeign reads a date with the year at its end, if only one reading fits.
func readForeign(cell string) (models.Date, *problem) {
	m := foreignDay.FindStringSubmatch(cell)
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[2])
	switch {
	case a > 12 && b <= 12:
		return validDate([]string{m[3], m[2], m[1]}, cell)
	case b > 12 && a <= 12 || a == b:
		return validDate([]string{m[3], m[1], m[2]}, cell)
	}
	return "", wrong(fmt.Sprintf("“%s”分不清是 %d 月 %d 日还是 %d 月 %d 日，请写成 %s-%02d-%02d 这样", cell, a, b, b, a, m[3], a, b),
		fmt.Sprintf("%q may be two dates: write it as %s-%02d-%02d", cell, m[3], a, b))
}

func notADate(cell string) *problem {
	return wrong("“"+cell+"”不是日期，请写成 2019-03-05、2019年3月5日、2019年3月 或 2019", fmt.Sprintf("%q is no date: write 2019-03-05, 2019-03 or 2019", cell))
}

// validDate joins year, month and day, of which the last may be missing.
func validDate(parts []string, cell string) (models.Date, *problem) {
	joined := parts[0]
	for _, p := range parts[1:] {
		if p == "" {
			break
		}
		joined += fmt.Sprintf("-%02s", p)
	}
	if d := models.Date(joined); d.Valid() {
		return d, nil
	}
	return "", notADate(cell)
}

// readSex knows words and the codes of GB/T 2261.1.
func readSex(cell string) (models.Sex, *problem) {
	switch s := strings.ToLower(plain(cell)); {
	case s == "1" || s == "m" || s == "male" || strings.HasPrefix(s, "男"):
		return models.Male, nil
	case s == "2" || s == "f" || s == "female" || strings.HasPrefix(s, "女"):
		return models.Female, nil
	case s == "0" || s == "9" || s == "其他" || strings.Contains(s, "未说明"):
		return "", nil
	}
	return "", wrong("性别“"+cell+"”请写 男 或 女，不知道就留空", fmt.Sprintf("%q: write 男 or 女, or leave the cell empty", cell))
}

// span describes a range that a cell tells.
type span struct{ low, high float64 }

// around is how far 约 and 左右 reach, in years and in centimetres.
const around = 2

// readSpan reads a number, a range, or about a number; ok is false of anything else.
func readSpan(cell string) (s span, rest string, ok bool) {
	about := strings.Contains(cell, "约") || strings.Contains(cell, "左右") || strings.Contains(cell, "上下") || strings.Contains(cell, "大概")
	cell = leadAbout.ReplaceAllString(cell, "")
	if m := rangeOf.FindStringSubmatch(cell); m != nil {
		s.low, _ = strconv.ParseFloat(m[1], 64)
		s.high, _ = strconv.ParseFloat(m[2], 64)
		return s, cell[len(m[0]):], s.low <= s.high
	}
	m := firstNumber.FindString(cell)
	if m == "" {
		return s, cell, false
	}
	s.low, _ = strconv.ParseFloat(m, 64)
	s.high = s.low
	rest = cell[len(m):]
	if about {
		s = span{s.low - around, s.high + around}
	}
	return s, rest, true
}

// readAge returns the least and the most years.
func readAge(cell string) (low, high int, p *problem) {
	text := digits(twoNumerals(strings.ReplaceAll(plain(cell), " ", "")))
	s, rest, ok := readSpan(text)
	switch {
	case !ok:
	case strings.HasPrefix(rest, "来") && s.low == s.high: // 50来岁
		s = span{s.low - around, s.high + around}
	case strings.HasPrefix(rest, "出头"):
		s.high = s.low + around + 1
	case strings.HasPrefix(rest, "多") || strings.HasPrefix(rest, "几") || strings.HasPrefix(rest, "余"): // 50多岁
		s.high = s.low + 9
		ok = math.Mod(s.low, 10) == 0
	case strings.Contains(rest, "月") && !strings.Contains(rest, "岁"): // 8个月
		s = span{math.Floor(s.low / 12), math.Floor(s.high / 12)}
	}
	if !ok || s.high > 130 {
		return 0, 0, wrong("年龄“"+cell+"”请写成 45、45岁左右 或 40-50", fmt.Sprintf("%q: write 45, 45岁左右 or 40-50", cell))
	}
	return int(max(0, s.low)), int(s.high), nil
}

// feet is a height in English feet, and inches.
var feet = regexp.MustCompile(`^([3-7])(?:'|’|′|ft\.?)(\d{1,2})?(?:"|”|″|''|’’|in\.?)?$`)

// readHeight returns centimetres. unit is what the heading says.
func readHeight(cell, unit string) (low, high int, p *problem) {
	text := strings.ReplaceAll(digits(strings.ToLower(strings.ReplaceAll(plain(cell), " ", ""))), "公尺", "米")
	text = leadAbout.ReplaceAllString(text, "")
	if m := feet.FindStringSubmatch(text); m != nil { // 5'7"
		f, _ := strconv.Atoi(m[1])
		inches, _ := strconv.Atoi(m[2])
		text = strconv.Itoa(int(math.Round(float64(12*f+inches) * 2.54)))
	}
	if m := metres.FindStringSubmatch(strings.TrimRight(text, "左右上下多约cm厘公分")); m != nil { // 1米68, 1米7
		cm, _ := strconv.Atoi((m[2] + "00")[:2])
		whole, _ := strconv.Atoi(m[1])
		text = strconv.Itoa(whole*100+cm) + strings.TrimPrefix(text, m[0])
	}
	s, rest, ok := readSpan(text)
	if ok && s.high < 3 { // metres
		s = span{s.low * 100, s.high * 100}
	} else if ok && (strings.HasPrefix(rest, "尺") || unit == "尺") {
		if m := regexp.MustCompile(`^尺(\d)`).FindStringSubmatch(rest); m != nil {
			tenth, _ := strconv.ParseFloat(m[1], 64)
			s = span{s.low + tenth/10, s.high + tenth/10}
		}
		s = span{s.low * 100 / 3, s.high * 100 / 3}
	}
	if !ok || s.low < 20 || s.high > 260 {
		return 0, 0, wrong("身高“"+cell+"”请写厘米，如 168 或 165-170", fmt.Sprintf("%q: write centimetres, such as 168 or 165-170", cell))
	}
	return int(math.Round(s.low)), int(math.Round(s.high)), nil
}

// readWeight returns kilograms; 斤 in the cell or the heading is half of one.
func readWeight(cell, unit string) (low, high float64, p *problem) {
	text := digits(strings.ToLower(strings.ReplaceAll(plain(cell), " ", "")))
	s, rest, ok := readSpan(text)
	if jin := strings.Contains(text, "斤") && !strings.Contains(text, "公斤") || rest == "" && unit == "斤"; ok && jin {
		s = span{s.low / 2, s.high / 2}
	}
	if !ok || s.low < 1 || s.high > 300 {
		return 0, 0, wrong("体重“"+cell+"”请写公斤，如 60 或 120斤", fmt.Sprintf("%q: write kilograms, such as 60", cell))
	}
	return s.low, s.high, nil
}

func readBuild(cell string) models.Build {
	switch s := plain(cell); {
	case strings.ContainsAny(s, "瘦"):
		return models.Thin
	case strings.ContainsAny(s, "胖壮") || strings.Contains(s, "魁梧"):
		return models.Heavy
	case strings.Contains(s, "中等") || strings.Contains(s, "匀称") || strings.Contains(s, "适中") || strings.Contains(s, "一般") || strings.Contains(s, "正常"):
		return models.Medium
	}
	return ""
}

func readBlood(cell string) (models.BloodType, *problem) {
	s := strings.ToUpper(plain(cell))
	for _, t := range []models.BloodType{models.BloodAB, models.BloodA, models.BloodB, models.BloodO} {
		if strings.HasPrefix(s, string(t)) {
			return t, nil
		}
	}
	return "", wrong("血型“"+cell+"”请写 A、B、AB 或 O", fmt.Sprintf("%q: write A, B, AB or O", cell))
}

// readPhone keeps a number as written, digits and signs.
func readPhone(cell string) (string, *problem) {
	s := plain(cell)
	if scientific.MatchString(s) {
		return "", rounded(s)
	}
	return strings.TrimSuffix(strings.ReplaceAll(s, "､", "、"), ".0"), nil
}

// rounded returns what a spreadsheet leaves of a long number that it takes for a quantity.
func rounded(number string) *problem {
	return wrong("表格软件把号码改成了科学记数或抹去了末几位（"+number+"），请把这一列设为“文本”后重新填写",
		"the spreadsheet rounded the number ("+number+"): set the column to text and enter it again")
}

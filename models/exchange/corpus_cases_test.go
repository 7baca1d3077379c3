package exchange_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	_ "image/png" // the workbook's writer measures pictures
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/guitu-project/guitu/models"
)

// aCase is a file of the corpus. All people in it are invented.
type aCase struct {
	name, shows string
	records     bool
	mapping     map[string]models.Meaning
	file        func(t *testing.T) []byte
}

func text(s string) func(*testing.T) []byte { return func(*testing.T) []byte { return []byte(s) } }

func in(e encoding.Encoding, s string) func(*testing.T) []byte {
	return func(t *testing.T) []byte {
		t.Helper()
		out, err := e.NewEncoder().Bytes([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}

const usual = "编号,姓名,性别,出生日期,失踪时间,失踪地点,身高(cm),体貌特征,联系人,联系电话\n" +
	"N1,柳望舒,女,1988-05-17,2019年3月,成都市武侯区,1米62,左眉有疤,柳大山,013800000000\nN2,张望北,男,1975,2018-11-02,重庆市万州区,170,,,\n"

func utf16(order unicode.Endianness) encoding.Encoding { return unicode.UTF16(order, unicode.UseBOM) }

// column makes a table of one column under 姓名, each value in a row.
func column(heading string, values ...string) func(*testing.T) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "姓名,%s\n", heading)
	for _, v := range values {
		fmt.Fprintf(&b, "甲某,%s\n", v)
	}
	return text(b.String())
}

func cases() []aCase {
	var list []aCase
	for _, group := range [][]aCase{encodings(), layouts(), cells(), brokenText(), workbooks(), brokenWorkbooks(), exchanges(), archives(), lines(), personForms(), republicYears()} {
		list = append(list, group...)
	}
	return list
}

func encodings() []aCase {
	return []aCase{
		{name: "utf8.csv", shows: "UTF-8", file: text(usual)},
		{name: "utf8-bom.csv", shows: "UTF-8 with a byte order mark", file: text("\uFEFF" + usual)},
		{name: "gb18030.csv", shows: "GB18030, as Excel saves in China", file: in(simplifiedchinese.GB18030, usual)},
		{name: "gb18030-rare.csv", shows: "a character that only GB18030 has", file: in(simplifiedchinese.GB18030, "姓名,性别\n㐂𠀋,男\n")},
		{name: "big5.csv", shows: "Big5 with traditional headings", file: in(traditionalchinese.Big5, "編號,姓名,性別,失蹤時間,聯絡電話\nN1,許花東,男,2019-03,000-1\n")},
		{name: "utf16le.csv", shows: "UTF-16, little end first", file: in(utf16(unicode.LittleEndian), usual)},
		{name: "utf16be.csv", shows: "UTF-16, big end first", file: in(utf16(unicode.BigEndian), usual)},
		{name: "utf16-tabs.csv", shows: "Excel's Unicode text: UTF-16 with tabs", file: in(utf16(unicode.LittleEndian), strings.ReplaceAll(usual, ",", "\t"))},
		{name: "semicolons.csv", shows: "semicolons between cells", file: text(strings.ReplaceAll(usual, ",", ";"))},
		{name: "tabs.csv", shows: "tabs between cells", file: text(strings.ReplaceAll(usual, ",", "\t"))},
		{name: "pipes.csv", shows: "bars between cells", file: text(strings.ReplaceAll(usual, ",", "|"))},
		{name: "full-width-commas.csv", shows: "full-width commas between cells", file: text(strings.ReplaceAll(usual, ",", "，"))},
		{name: "crlf.csv", shows: "Windows line ends", file: text(strings.ReplaceAll(usual, "\n", "\r\n"))},
		{name: "cr.csv", shows: "line ends of old Macs", file: text(strings.ReplaceAll(usual, "\n", "\r"))},
		{name: "sep.csv", shows: "Excel's line that names the separator", file: text("sep=;\n" + strings.ReplaceAll(usual, ",", ";"))},
		{name: "quoted.csv", shows: "every cell quoted, with commas and line ends within", file: text("\"姓名\",\"性别\",\"特征\"\n\"柳望舒\",\"女\",\"左眉有疤,长发\n戴眼镜\"\n")},
	}
}

func layouts() []aCase {
	return []aCase{
		{name: "title.csv", shows: "titles above the headings", file: text("青石县失踪人员登记表,,,\n填报单位：青石县公安局,,,\n\n序号,姓名,性别,年龄\n1,柳望舒,女,31\n")},
		{name: "totals.csv", shows: "subtotals, totals and notes below", file: text("姓名,性别,年龄\n柳望舒,女,31\n小计,1,\n张望北,男,44\n合计：,2,\n总 计,2,\n填表人：王某,,\n注：年龄为估计,,\n")},
		{name: "blank.csv", shows: "blank lines, lines of commas and of spaces", file: text("姓名,性别,年龄\n\n柳望舒,女,31\n,,\n \n　,,\n张望北,男,44\n\n")},
		{name: "again.csv", shows: "headings repeated on each printed page", file: text("姓名,性别,年龄\n柳望舒,女,31\n姓名,性别,年龄\n张望北,男,44\n")},
		{name: "numbers-only.csv", shows: "rows prepared with running numbers and nothing else", file: text("序号,姓名,性别\n1,柳望舒,女\n2,,\n3,,\n")},
		{name: "unknown.csv", shows: "columns that nobody knows are kept as text, with their heading", file: text("姓名,性别,档案袋颜色,星座\n柳望舒,女,蓝,金牛\n")},
		{name: "proposed.csv", shows: "columns that are proposed by their cells or their heading", file: text("姓名,性别,证照,目前联系方式方法,本人外貌描述特征\n柳望舒,女,11010519491231002X,13800000000,长发\n")},
		{name: "mapped.csv", shows: "what a mapping says goes before everything", mapping: map[string]models.Meaning{"档案袋颜色": {Field: "ignore", By: models.MappedByUser}, "证照": {Field: "idNumber", By: models.MappedBefore}, "姓名": {Field: "nickname", By: models.MappedByOperator}},
			file: text("姓名,性别,档案袋颜色,证照\n柳望舒,女,蓝,11010519491231002X\n")},
		{name: "only-mapped.csv", shows: "headings that only a mapping knows", mapping: map[string]models.Meaning{"甲": {Field: "name", By: models.MappedByUser}, "乙": {Field: "sex", By: models.MappedByUser}}, file: text("甲,乙\n柳望舒,女\n")},
		{name: "whose.csv", shows: "headings that say whose they are", file: text("失踪人姓名,被寻找人性别,失踪人员出生日期,走失日期,走失地点,走失时衣着\n柳望舒,女,1988,2019.3.5,武侯区,红衣\n")},
		{name: "records.csv", shows: "a station's list", records: true, file: text("救助编号,受助人员姓名,性别,目测年龄,入站时间,发现地点,救助站,口音,本人自述,健康状况\nR1,自称刘望,男,40-50岁,2019/6/1,重庆市万州区,青石县救助站,四川口音,家门口有条河,智力障碍\n")},
		{name: "spellings.csv", shows: "spaces, brackets, stars and line ends in headings", file: text("\"*姓 名\",性别（必填）,\"出生\n日期\",身高（厘米）,体重【斤】,失踪时间：\n柳望舒,女,1988,162,104,2019\n")},
		{name: "english.csv", shows: "English headings", file: text("Case No,Full Name,Sex,Date of Birth,Last Seen,Height (cm),Contact Phone\nN1,Liu Wangshu,F,1988/5/17,2019-03,162,+86 000 1234567\n")},
		{name: "mixed-headings.csv", shows: "Chinese and English headings together", file: text("姓名 Name,性别 Sex,年龄(Age),失踪时间/Missing date\n柳望舒,女,31,2019\n")},
		{name: "traditional.csv", shows: "traditional headings", file: text("編號,姓名,性別,年齡,籍貫,體貌特徵,聯繫電話,備註\nN1,柳望舒,女,31,四川省成都市,左眉有疤,000-1,急\n")},
		{name: "two-rows.csv", shows: "merged headings over two rows", file: text("编号,姓名,性别,联系人,,失踪\n,,,姓名,电话,时间\nN1,柳望舒,女,柳大山,000-1,2019\n")},
		{name: "wide-rows.csv", shows: "rows longer and shorter than the headings", file: text("姓名,性别,年龄\n柳望舒,女,31,,,多的\n张望北\n李四,男\n")},
		{name: "numbers.csv", shows: "numbers of the office, and made ones where there are none", file: text("编号,姓名,性别,失踪时间\n007,柳望舒,女,2019\n,张望北,男,2018\n,张望北,男,2018\n")},
		{name: "several-contacts.csv", shows: "two contacts in one cell", file: text("姓名,性别,联系人,联系电话\n柳望舒,女,柳大山、何秀兰,000-1、000-2\n")},
		{name: "kin.csv", shows: "columns of relatives", file: text("姓名,父亲,母亲,配偶,子女,家庭成员\n柳望舒,柳大山,何秀兰,王某,王小某,哥哥柳望南；妹妹柳望月\n")},
		{name: "status.csv", shows: "how far a case is", file: text("姓名,性别,状态\n柳望舒,女,已结束\n张望北,男,OPEN\n李四,男,待核\n")},
		{name: "template-row.csv", shows: "the examples of a template are left out", file: text("编号,姓名,性别\n示例1（请删除）,柳望舒,女\nN1,张望北,男\n")},
	}
}

func cells() []aCase {
	return []aCase{
		{name: "dates.csv", shows: "dates as people write them", file: column("失踪时间", "2019年3月", "2019.3.5", "2019-03-05", "2019/3/5", "20190305", "201903", "2019", "2019年", "2019年3月5日", "2019年3月5号", "2019年03月", "2019年3月份",
			"2019-03-05 12:30:00", "2019/3/5 8:05", "2019-03-05T08:00:00Z", "二〇一九年三月五日", "2019年三月", "约2019年3月", "2019年3月左右", "2019 年 3 月 5 日", "２０１９年３月５日", "2019年3月5日晚上8点", "2019年3月上旬", "2019年春", "2019年春节前后", "19年3月", "\"Mar 5, 2019\"", "5 March 2019", "2019-3-5(农历)")},
		{name: "dates-refused.csv", shows: "dates that cannot be read without guessing", file: column("失踪时间", "3/5/2019", "03-05-2019", "去年", "2019-13-05", "2019-02-30", "三年前", "2019-03-05至2019-03-08", "1.5", "2019年3月5日或6日")},
		{name: "dates-told.csv", shows: "dates that look foreign and can be read", file: column("失踪时间", "25/12/2019", "12/25/2019", "5/5/2019")},
		{name: "serial-dates.csv", shows: "dates that a spreadsheet left as numbers", file: column("失踪时间", "43530", "43530.5", "43530.0")},
		{name: "births.csv", shows: "births", file: column("出生日期", "1988-05-17", "1988年5月", "1988", "88年", "19880517", "1953.4", "农历1953年二月初三", "阴历正月")},
		{name: "heights.csv", shows: "heights", file: column("身高", "168", "168cm", "168 厘米", "1.68", "1.68米", "1米68", "1米7", "一米七", "一米六五", "1m68", "五尺", "5尺3", "五尺三寸", "约170", "1米7左右", "165-170", "165～170cm", "１６８", "170公分", "1.65-1.70米", "168厘米左右")},
		{name: "heights-refused.csv", shows: "heights that are none", file: column("身高", "高", "中等个子", "1680", "5'7\"", "0.3")},
		{name: "height-in-feet.csv", shows: "a heading that says the unit", file: column("身高（尺）", "5", "5.2")},
		{name: "weights.csv", shows: "weights", file: column("体重(斤)", "120", "60公斤", "60kg", "110-120", "约一百二十斤")},
		{name: "ages.csv", shows: "ages", file: column("年龄", "40", "40岁", "40岁左右", "四十岁", "四十多岁", "40-50", "40～50岁", "约60", "60上下", "70余岁", "8个月", "三岁半", "1岁零3个月", "六七十岁", "五十来岁", "二十出头", "40岁许", "４０岁", "0")},
		{name: "ages-refused.csv", shows: "ages that are none", file: column("年龄", "成年", "一百五十岁", "-3", "老年人")},
		{name: "sexes.csv", shows: "sexes in words and codes", file: column("性别", "男", "女", "不详", "1", "2", "9", "0", "M", "f", "Male", "男性", "女孩", "男（自报）", "未知", "未说明的性别", "男/女", "不男不女")},
		{name: "unknowns.csv", shows: "ways to say that nothing is known", file: text("姓名,性别,年龄,失踪时间,籍贯,特征\n不详,不详,未知,/,—,无\n无名氏,,N/A,null,暂无,#N/A\n")},
		{name: "names.csv", shows: "several names in a cell", file: text("姓名,曾用名,别名,自报姓名\n柳望舒（又名柳二妹）,,阿舒、小舒,\n\"张望北,曾用名张北\",,,\n李四(小名：狗剩),李五；李六,,\n刘(liú)德安,,,\n自报：王五,,,王伍\n")},
		{name: "converted.csv", shows: "readings that a converter put behind characters", file: text("姓名,籍贯,特征\n劉(liú)望舒,網(wǎng)溪村,左眉有傷(shāng)疤\n")},
		{name: "marks.csv", shows: "several marks in a cell, and headings that say their kind", file: text("姓名,疤痕,胎记,纹身,特殊标记\n柳望舒,左眉；右手背、后颈,后背,左臂龙形纹身,\"1.左手六指;2.门牙缺一颗\"\n")},
		{name: "identity.csv", shows: "identity numbers of 18 and 15 places", file: column("身份证号", "11010519491231002X", "11010519491231002x", "130503670401001", "110105 19491231 002X", "'11010519491231002X", "１１０１０５１９４９１２３１００２Ｘ")},
		{name: "identity-doubtful.csv", shows: "identity numbers with a wrong check digit, date or length: a warning", file: column("身份证号", "110105194912310021", "110105194913310021", "1101051949", "无")},
		{name: "rounded.csv", shows: "numbers that a spreadsheet has rounded", file: text("姓名,身份证号,联系电话,编号\n甲,1.10105E+17,000-1,N1\n乙,110105194912310000,000-1,N2\n丙,,1.38E+10,N3\n丁,,000-1,2.02E+11\n")},
		{name: "phones.csv", shows: "telephone numbers keep their zeros", file: column("联系电话", "013800000000", "+86 138 0000 0000", "000-1234567转8", "０１３８００００００００", "13800000000.0", "'013800000000", "=\"013800000000\"")},
		{name: "full-width.csv", shows: "full-width digits and letters", file: text("姓名，性别\n姓名,性别,年龄,身高,血型\n柳望舒,女,３１,１６２,Ｏ型\n")},
		{name: "formulas.csv", shows: "cells that a spreadsheet would run are text", file: text("姓名,性别,备注\n柳望舒,女,\"=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\n'=甲,男,'-赶集走失\n")},
		{name: "bodies.csv", shows: "builds, blood, shoes", file: text("姓名,体型,血型,鞋码,民族\n甲,偏瘦,A型,42,汉\n乙,虎背熊腰,ab,四十二码,回族\n丙,中等偏胖,O,260,\n丁,一般,RH阴性,,\n")},
	}
}

func brokenText() []aCase {
	return []aCase{
		{name: "empty.csv", shows: "nothing", file: text("")},
		{name: "only-headings.csv", shows: "headings and no people", file: text("姓名,性别,年龄\n")},
		{name: "no-headings.csv", shows: "no row of headings", file: text("柳望舒,女,31\n张望北,男,44\n")},
		{name: "lone-quote.csv", shows: "a lone quotation mark in a cell", file: text("姓名,性别,特征\n柳望舒,女,外号\"铁蛋，左撇子\n张望北,男,高\n")},
		{name: "open-quote.csv", shows: "a quotation mark that is never closed, in a short file", file: text("姓名,性别\n柳望舒,\"女\n张望北,男\n")},
		{name: "open-quote-long.csv", shows: "one in a long file: it is not read to its end", file: text("姓名,性别\n柳望舒,\"女\n" + strings.Repeat("张望北,男\n", 400_000)[:4<<20+100])},
		{name: "mixed-encodings.csv", shows: "lines in another encoding than the first", file: func(t *testing.T) []byte {
			t.Helper()
			return append([]byte("姓名,性别\n柳望舒,女\n"), in(simplifiedchinese.GB18030, "张望北,男\n")(t)...)
		}},
		{name: "binary.csv", shows: "bytes that are no text", file: text("\x00\x01\x02姓名\x00")},
		{name: "workbook.csv", shows: "a workbook that is called a table", file: text("PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00")},
		{name: "html.csv", shows: "a page that was saved as a table", file: text("<html><table><tr><td>姓名</td><td>性别</td></tr></table></html>")},
		{name: "million-columns.csv", shows: "a row of a million columns", file: text("姓名,性别\n柳望舒" + strings.Repeat(",", 1_000_000) + "\n张望北,男\n")},
		{name: "long-cell.csv", shows: "a cell of five megabytes", file: text("姓名,特征\n柳望舒," + strings.Repeat("长", 5<<20/3) + "\n")},
		{name: "nul-in-row.csv", shows: "a byte that no text has, behind the beginning", file: text("姓名,性别\n" + strings.Repeat("柳望舒,女\n", 6000) + "张\x00望北,男\n")},
	}
}

// book writes a workbook of sheets of rows; change works on it before it is written.
func book(change func(t *testing.T, f *excelize.File), sheets ...[][]any) func(*testing.T) []byte {
	return func(t *testing.T) []byte {
		t.Helper()
		f := excelize.NewFile()
		defer func() { _ = f.Close() }()
		for i, rows := range sheets {
			name := fmt.Sprint("Sheet", i+1)
			if i > 0 {
				if _, err := f.NewSheet(name); err != nil {
					t.Fatal(err)
				}
			}
			for j, row := range rows {
				if err := f.SetSheetRow(name, fmt.Sprint("A", j+1), &row); err != nil {
					t.Fatal(err)
				}
			}
		}
		if change != nil {
			change(t, f)
		}
		var out bytes.Buffer
		if err := f.Write(&out); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var (
	head   = []any{"编号", "姓名", "性别", "失踪时间"}
	person = []any{"N1", "柳望舒", "女", "2019-03"}
)

// aPicture is the smallest PNG: one grey pixel.
const aPicture = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\nIDATx\x9cch\x00\x00\x00\x82\x00\x81w\xcdr\xb6\x00\x00\x00\x00IEND\xaeB`\x82"

func workbooks() []aCase {
	day := time.Date(2019, 3, 5, 0, 0, 0, 0, time.UTC)
	return []aCase{
		{name: "plain.xlsx", shows: "a workbook", file: book(nil, [][]any{head, person})},
		{name: "date-cells.xlsx", shows: "date cells, with and without a time", file: book(nil, [][]any{head, {"N1", "柳望舒", "女", day}, {"N2", "张望北", "男", day.Add(13 * time.Hour)}})},
		{name: "date-1904.xlsx", shows: "dates that count from 1904", file: book(func(t *testing.T, f *excelize.File) {
			t.Helper()
			yes := true
			must(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
		}, [][]any{head, {"N1", "柳望舒", "女", 42068}})},
		{name: "numbers.xlsx", shows: "text as numbers and numbers as text", file: book(nil, [][]any{{"编号", "姓名", "年龄", "身高", "联系电话"}, {7, "柳望舒", "31", 162, 13800000000}, {"007", "张望北", 44, "170", "013800000000"}, {"8", "李四", 40.0, 1.68, "000-1"}})},
		{name: "rounded.xlsx", shows: "an identity number in a number cell has lost its end", file: book(nil, [][]any{{"姓名", "性别", "身份证号"}, {"柳望舒", "女", 110105194912310021.0}})},
		{name: "formulas.xlsx", shows: "formulas say the value that was computed", file: book(func(t *testing.T, f *excelize.File) {
			t.Helper()
			must(t, f.SetCellFormula("Sheet1", "B2", `"柳"&"望舒"`))
			must(t, f.SetCellValue("Sheet1", "B2", "柳望舒"))
		}, [][]any{head, person})},
		{name: "merged-title.xlsx", shows: "a merged title above, merged headings", file: book(func(t *testing.T, f *excelize.File) {
			t.Helper()
			must(t, f.MergeCell("Sheet1", "A1", "D1"))
		}, [][]any{{"青石县失踪人员登记表"}, head, person})},
		{name: "two-heading-rows.xlsx", shows: "merged headings over two rows", file: book(func(t *testing.T, f *excelize.File) {
			t.Helper()
			for _, m := range [][2]string{{"A1", "A2"}, {"B1", "B2"}, {"C1", "C2"}, {"D1", "E1"}} {
				must(t, f.MergeCell("Sheet1", m[0], m[1]))
			}
		}, [][]any{{"编号", "姓名", "性别", "联系人", nil}, {nil, nil, nil, "姓名", "电话"}, {"N1", "柳望舒", "女", "柳大山", "000-1"}})},
		{name: "hidden-sheet.xlsx", shows: "a hidden sheet is not read, and that is said", file: book(func(t *testing.T, f *excelize.File) {
			t.Helper()
			must(t, f.SetSheetVisible("Sheet2", false))
		}, [][]any{head, person}, [][]any{head, {"N9", "旧的", "男", "2000"}})},
		{name: "several-sheets.xlsx", shows: "sheets with other headings, and one without any", file: book(nil, [][]any{head, person}, [][]any{{"性别", "姓名", "年龄"}, {"男", "张望北", "44"}}, [][]any{{"说明"}, {"请按时上报"}})},
		{name: "picture.xlsx", shows: "a picture in a cell", file: book(func(t *testing.T, f *excelize.File) {
			t.Helper()
			must(t, f.AddPictureFromBytes("Sheet1", "E2", &excelize.Picture{Extension: ".png", File: []byte(aPicture)}))
		}, [][]any{append(head[:4:4], "照片"), person, {"N2", "张望北", "男", "2018"}})},
		{name: "error-cells.xlsx", shows: "cells that hold an error say nothing", file: book(nil, [][]any{head, {"N1", "柳望舒", "#N/A", "#REF!"}, {"N2", "张望北", "男", "#VALUE!"}})},
		{name: "text-dates.xlsx", shows: "dates that were typed as text", file: book(nil, [][]any{head, {"N1", "柳望舒", "女", "2019年3月5日"}, {"N2", "张望北", "男", "3/5/2019"}})},
		{name: "total.xlsx", shows: "totals and notes below", file: book(nil, [][]any{head, person, {}, {"合计", 1}, {"注：以上为不完全统计"}})},
		{name: "rich-text.xlsx", shows: "a cell in several fonts", file: book(func(t *testing.T, f *excelize.File) {
			t.Helper()
			must(t, f.SetCellRichText("Sheet1", "B2", []excelize.RichTextRun{{Text: "柳"}, {Text: "望舒", Font: &excelize.Font{Bold: true}}}))
		}, [][]any{head, person})},
	}
}

// zipped writes an archive of parts, each a name and its bytes; change works on its header.
func zipped(change func(*zip.FileHeader), parts ...string) func(*testing.T) []byte {
	return func(t *testing.T) []byte {
		t.Helper()
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for i := 0; i < len(parts); i += 2 {
			h := &zip.FileHeader{Name: parts[i], Method: zip.Deflate}
			if change != nil {
				change(h)
			}
			f, err := w.CreateHeader(h)
			must(t, err)
			_, err = f.Write([]byte(parts[i+1]))
			must(t, err)
		}
		must(t, w.Close())
		return out.Bytes()
	}
}

const (
	contentTypes = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`
	rels         = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	bookXML      = `<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>%s</sheets></workbook>`
	bookRels     = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
	oneSheet     = `<sheet name="Sheet1" sheetId="1" r:id="rId1"/>`
	cellXML      = `<c t="inlineStr"><is><t>%s</t></is></c>`
)

// rawBook is a workbook of hand-written parts: sheets of its directory, and its one sheet.
func rawBook(sheets, doctype, rows string) func(*testing.T) []byte {
	return zipped(nil, "[Content_Types].xml", contentTypes, "_rels/.rels", rels, "xl/workbook.xml", fmt.Sprintf(bookXML, sheets), "xl/_rels/workbook.xml.rels", bookRels,
		"xl/worksheets/sheet1.xml", `<?xml version="1.0"?>`+doctype+`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+rows+`</sheetData></worksheet>`)
}

func rowXML(cells ...string) string {
	out := "<row>"
	for _, c := range cells {
		out += fmt.Sprintf(cellXML, c)
	}
	return out + "</row>"
}

const laughs = `<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>`

func brokenWorkbooks() []aCase {
	return []aCase{
		{name: "raw.xlsx", shows: "a workbook of other programs, without row and cell numbers", file: rawBook(oneSheet, "", rowXML("编号", "姓名", "性别")+rowXML("N1", "柳望舒", "女"))},
		{name: "truncated.xlsx", shows: "an archive that is cut off", file: func(t *testing.T) []byte {
			t.Helper()
			whole := book(nil, [][]any{head, person})(t)
			return whole[:len(whole)/2]
		}},
		{name: "no-sheets.xlsx", shows: "a workbook without sheets", file: rawBook("", "", "")},
		{name: "not-a-workbook.xlsx", shows: "an archive that is no workbook", file: zipped(nil, "a.txt", "x")},
		{name: "old-xls.xlsx", shows: "an old XLS, or a workbook with a password", file: text("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 512))},
		{name: "empty.xlsx", shows: "nothing", file: text("")},
		{name: "text.xlsx", shows: "a text that is called a workbook", file: text(usual)},
		{name: "laughs.xlsx", shows: "a billion laughs", file: rawBook(oneSheet, laughs, rowXML("编号", "姓名", "性别")+rowXML("N1", "&d;", "女"))},
		{name: "entity.xlsx", shows: "an external entity", file: rawBook(oneSheet, `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>`, rowXML("编号", "姓名", "性别")+rowXML("N1", "&e;", "女"))},
		{name: "two-gigabytes.xlsx", shows: "a part that claims two gigabytes and more", file: func(t *testing.T) []byte {
			t.Helper()
			content := rawBook(oneSheet, "", rowXML("姓名", "性别"))(t)
			at := bytes.LastIndex(content, []byte("PK\x01\x02")) // of the last part, the sheet
			copy(content[at+24:], "\xF0\xFF\xFF\xFF")            // its size when unpacked
			return content
		}},
		{name: "no-headings.xlsx", shows: "no row of headings", file: book(nil, [][]any{{"柳望舒", "女"}, {"张望北", "男"}})},
		{name: "broken-sheet.xlsx", shows: "a sheet whose XML ends in the middle", file: zipped(nil, "[Content_Types].xml", contentTypes, "_rels/.rels", rels, "xl/workbook.xml", fmt.Sprintf(bookXML, oneSheet), "xl/_rels/workbook.xml.rels", bookRels,
			"xl/worksheets/sheet1.xml", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+rowXML("编号", "姓名", "性别")+`<row><c t="inlineStr"><is><t>N1`)},
	}
}

const (
	pfifHead = `<?xml version="1.0" encoding="UTF-8"?><pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">`
	pfifNote = `<pfif:note><pfif:note_record_id>x.example/n1</pfif:note_record_id><pfif:person_record_id>%s</pfif:person_record_id><pfif:author_name>x</pfif:author_name><pfif:source_date>2019-03-06T00:00:00Z</pfif:source_date><pfif:status>believed_missing</pfif:status><pfif:last_known_location>成都市武侯区</pfif:last_known_location><pfif:text>赶集走失</pfif:text></pfif:note>`
)

func pfifPerson(id, more string) string {
	return `<pfif:person><pfif:person_record_id>` + id + `</pfif:person_record_id><pfif:source_date>2019-03-06T00:00:00Z</pfif:source_date><pfif:full_name>柳望舒</pfif:full_name><pfif:sex>female</pfif:sex>` + more + `</pfif:person>`
}

func exchanges() []aCase {
	return []aCase{
		{name: "person.xml", shows: "a person with a note in it", file: text(pfifHead + pfifPerson("x.example/1", "<pfif:age>30-32</pfif:age><pfif:description>long hair</pfif:description>"+fmt.Sprintf(pfifNote, "x.example/1")) + "</pfif:pfif>")},
		{name: "note-behind.xml", shows: "a note behind its person, and one of nobody", file: text(pfifHead + pfifPerson("x.example/1", "") + "\n" + fmt.Sprintf(pfifNote, "x.example/1") + "\n" + fmt.Sprintf(pfifNote, "x.example/9") + "\n" + pfifPerson("x.example/2", "") + "</pfif:pfif>")},
		{name: "version-1.2.xml", shows: "PFIF 1.2: names in two parts, and other", file: text(`<pfif xmlns="http://zesty.ca/pfif/1.2"><person><person_record_id>x.example/1</person_record_id><source_date>2010-01-20T00:00:00Z</source_date><first_name>Wangshu</first_name><last_name>Liu</last_name><other>description: scar</other></person></pfif>`)},
		{name: "records.xml", shows: "people who were found", records: true, file: text(pfifHead + pfifPerson("x.example/1", fmt.Sprintf(pfifNote, "x.example/1")) + "</pfif:pfif>")},
		{name: "feed.xml", shows: "people in a feed", file: text(`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:pfif="http://zesty.ca/pfif/1.4"><entry>` + pfifPerson("x.example/1", "") + `</entry></feed>`)},
		{name: "expired.xml", shows: "a record whose time is over", file: text(pfifHead + pfifPerson("x.example/1", "<pfif:expiry_date>2001-01-01T00:00:00Z</pfif:expiry_date>") + pfifPerson("x.example/2", "<pfif:expiry_date>2999-01-01T00:00:00Z</pfif:expiry_date>") + "</pfif:pfif>")},
		{name: "gb18030.xml", shows: "another encoding, as declared", file: in(simplifiedchinese.GB18030, strings.Replace(pfifHead, "UTF-8", "GB18030", 1)+pfifPerson("x.example/1", "")+"</pfif:pfif>")},
		{name: "bad-values.xml", shows: "a date that may be two, and an age that is none", file: text(pfifHead + pfifPerson("x.example/1", "<pfif:date_of_birth>05/06/1988</pfif:date_of_birth><pfif:age>old</pfif:age>") + pfifPerson("x.example/2", "") + "</pfif:pfif>")},
		{name: "laughs.xml", shows: "a billion laughs", file: text(`<?xml version="1.0"?>` + laughs + `<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">` + pfifPerson("x.example/1", "<pfif:description>&d;</pfif:description>") + `</pfif:pfif>`)},
		{name: "entity.xml", shows: "an external entity", file: text(`<?xml version="1.0"?><!DOCTYPE p [<!ENTITY e SYSTEM "file:///etc/passwd">]>` + strings.TrimPrefix(pfifHead, `<?xml version="1.0" encoding="UTF-8"?>`) + pfifPerson("x.example/1", "<pfif:description>&e;</pfif:description>") + "</pfif:pfif>")},
		{name: "truncated.xml", shows: "a file that is cut off: the whole records before are read", file: text(pfifHead + pfifPerson("x.example/1", "") + pfifPerson("x.example/2", "") + "<pfif:person><pfif:person_record_id>x.exa")},
		{name: "not-pfif.xml", shows: "XML that is something else", file: text(`<html><body>x</body></html>`)},
		{name: "not-xml.xml", shows: "no XML", file: text(usual)},
		{name: "empty.xml", shows: "nothing", file: text("")},
		{name: "long-record.xml", shows: "a record of five megabytes", file: text(pfifHead + pfifPerson("x.example/1", "<pfif:description>"+strings.Repeat("x", 5<<20)+"</pfif:description>") + "</pfif:pfif>")},
		{name: "deep.xml", shows: "elements within elements, a hundred thousand deep", file: text(pfifHead + "<pfif:person>" + strings.Repeat("<a>", 100_000) + strings.Repeat("</a>", 100_000) + "</pfif:person></pfif:pfif>")},
	}
}

const sheet = "编号,姓名,性别,照片,身份证号\nN1,柳望舒,女,,\nN2,张望北,男,zhang.jpg,\nN3,李四,男,,11010519491231002X\n"

func archives() []aCase {
	return []aCase{
		{name: "pictures.zip", shows: "pictures by number, by the column and by identity number; one of nobody", file: zipped(nil, "名单.csv", sheet, "photos/N1.jpg", "1", "photos/N1-2.png", "22", "photos/N1 (3).JPG", "333", "photos/zhang.jpg", "4444", "11010519491231002x.jpg", "55555", "who.jpg", "6", "readme.doc", "7", "__MACOSX/._N1.jpg", "8")},
		{name: "folders.zip", shows: "a folder for each number", file: zipped(nil, "a.csv", "编号,姓名,性别\nN1,柳望舒,女\n", "N1/front.jpg", "1", "N1/side.jpg", "22", "N10/front.jpg", "333")},
		{name: "missing.zip", shows: "a picture that the column names and that is not there", file: zipped(nil, "a.csv", sheet)},
		{name: "ambiguous.zip", shows: "two pictures of the name that the column says", file: zipped(nil, "a.csv", sheet, "a/zhang.jpg", "1", "b/zhang.jpg", "22")},
		{name: "gbk-names.zip", shows: "names in GBK, as Windows writes them", file: func(t *testing.T) []byte {
			t.Helper()
			name := string(in(simplifiedchinese.GB18030, "照片/柳.jpg")(t))
			return zipped(func(h *zip.FileHeader) { h.NonUTF8 = true }, "a.csv", "编号,姓名,照片\nN1,柳望舒,柳.jpg\n", name, "1")(t)
		}},
		{name: "workbook.zip", shows: "a workbook with pictures", file: func(t *testing.T) []byte {
			t.Helper()
			return zipped(nil, "a.xlsx", string(book(nil, [][]any{head, person})(t)), "N1.jpg", "1")(t)
		}},
		{name: "slip.zip", shows: "a name that leads out of the archive", file: zipped(nil, "a.csv", sheet, "../../etc/cron.d/x.jpg", "1")},
		{name: "absolute.zip", shows: "a name from the root", file: zipped(nil, "a.csv", sheet, "/etc/x.jpg", "1")},
		{name: "backslash.zip", shows: "a name that leads out on Windows", file: zipped(nil, "a.csv", sheet, `..\x.jpg`, "1")},
		{name: "link.zip", shows: "a link", file: zipped(func(h *zip.FileHeader) {
			if h.Name == "N1.jpg" {
				h.SetMode(0o777 | 1<<27) // fs.ModeSymlink
			}
		}, "a.csv", sheet, "N1.jpg", "/etc/passwd")},
		{name: "nested.zip", shows: "an archive within the archive", file: zipped(nil, "a.csv", sheet, "more.zip", "PK")},
		{name: "bomb.zip", shows: "a part that swells", file: zipped(nil, "a.csv", sheet, "N1.jpg", strings.Repeat("\x00", 8<<20))},
		{name: "two-tables.zip", shows: "two tables", file: zipped(nil, "a.csv", sheet, "b.csv", sheet)},
		{name: "no-table.zip", shows: "pictures and no table", file: zipped(nil, "N1.jpg", "1")},
		{name: "truncated.zip", shows: "an archive that is cut off", file: func(t *testing.T) []byte {
			t.Helper()
			whole := zipped(nil, "a.csv", sheet, "N1.jpg", "1")(t)
			return whole[:len(whole)-30]
		}},
		{name: "password.zip", shows: "an archive with a password", file: zipped(func(h *zip.FileHeader) { h.Flags |= 1 }, "a.csv", sheet)},
		{name: "damaged.zip", shows: "a picture whose bytes are not what they were", file: func(t *testing.T) []byte {
			t.Helper()
			whole := zipped(func(h *zip.FileHeader) { h.Method = zip.Store }, "a.csv", "编号,姓名\nN1,柳望舒\nN2,张望北\n", "N1.jpg", "the picture")(t)
			return bytes.Replace(whole, []byte("the picture"), []byte("the pictore"), 1)
		}},
		{name: "damaged-table.zip", shows: "a table whose bytes are not what they were", file: func(t *testing.T) []byte {
			t.Helper()
			whole := zipped(func(h *zip.FileHeader) { h.Method = zip.Store }, "a.csv", "编号,姓名\nN1,柳望舒\nN2,张望北\n")(t)
			return bytes.Replace(whole, []byte("N2"), []byte("N3"), 1)
		}},
	}
}

func lines() []aCase {
	return []aCase{
		{name: "lines.jsonl", shows: "an object a line, a blank line, and a remark of a file of errors", file: text(`{"externalId":"N1","source":"x","person":{"names":[{"text":"柳望舒"}]}}` + "\n\n" + `{"_error":{"line":3,"reasons":["x"]}}` + "\n" + `{"externalId":"N2"}` + "\n")},
		{name: "broken.jsonl", shows: "lines that are wrong", file: text("{\"externalId\":\"N1\"\n[1]\n{\"person\":{\"sex\":5}}\n{\"who\":1}\n{\"externalId\":\"N2\"}\n")},
		{name: "gb18030.jsonl", shows: "another encoding", file: in(simplifiedchinese.GB18030, `{"externalId":"N1","source":"青石县"}`+"\n")},
		{name: "empty.jsonl", shows: "nothing", file: text("\n\n")},
	}
}

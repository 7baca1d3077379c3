package exchange_test

import (
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/traditionalchinese"
)

// personForms are files with a person down the page: labels, and what was filled in beside them.
func personForms() []aCase {
	return []aCase{
		{name: "form.csv", shows: "a form: labels in the first column, values in the second", records: true, file: text("受助人员登记表,\n编号,R1\n姓名,柳望舒\n性别,女\n年龄,40岁左右\n身高,162\n口音,四川口音\n入站时间,2024-03-05\n发现地点,重庆市万州区\n本人自述,家门口有条河\n")},
		{name: "form-pairs.csv", shows: "a form with two pairs side by side, one of them not filled in, and labels that are not known", records: true, file: text("青石县救助站受助人员登记表,,,\n姓名,柳望舒,性别,女\n出生日期,1988-05,民族,汉族\n文化程度,初中,婚姻状况,已婚\n籍贯,,口音,四川口音\n血型,A,身高,162cm\n入站时间,2024年3月5日,发现地点,万州区\n备注,走路慢,,\n")},
		{name: "form-twice.csv", shows: "two forms below each other", file: text("寻亲登记表,\n姓名,柳望舒\n性别,女\n失踪时间,2019-03\n\n寻亲登记表,\n姓名,张望北\n性别,男\n失踪时间,2018\n特征,左眉有疤\n")},
		{name: "form-unnamed.csv", shows: "a form of somebody whose name is not known", records: true, file: text("姓名,不详,性别,男\n目测年龄,50岁左右,口音,云南口音\n衣着,蓝色棉衣,发现地点,万州区\n")},
		{name: "form-glued.csv", shows: "labels and values in one cell", file: text("寻人启事,\n姓名：柳望舒,性别：女\n失踪时间：2019年3月,失踪地点：成都市武侯区\n联系人：柳大山,联系电话：000-1234567\n")},
		{name: "form-relatives.csv", shows: "a form with contacts, a second name that is a relative's, and a table of the family", file: text("基本情况,姓名,柳望舒,性别,女\n,出生日期,1988,民族,汉族\n,失踪时间,2019,失踪地点,武侯区\n家属情况,姓名,柳大山,性别,男\n,关系,父亲,联系电话,000-1\n家庭成员,姓名,关系,电话,\n,何秀兰,母亲,000-2,\n,柳望南,哥哥,,\n")},
		{name: "form-below.csv", shows: "a label in a row, and what it is of below it", records: true, file: text("姓名,柳望舒\n性别,女\n主要经过,\n在车站被发现，说不出家里的地址,\n本人自述,\n家门口有条河,\n")},
		{name: "form-across.csv", shows: "labels in the first column and a person in each column behind it", file: text("项目,一,二,三\n姓名,柳望舒,张望北,李四\n性别,女,男,男\n失踪时间,2019-03,2018,2017年5月\n失踪地点,武侯区,万州区,\n特征,左眉有疤,,驼背\n")},
		{name: "form-too-wide.csv", shows: "more people across than there are rows", file: text("姓名,甲某,乙某,丙某,丁某\n性别,女,男,男,女\n年龄,1,2,3,4\n")},
		{name: "form-one-row.csv", shows: "a form of one row", file: text("姓名,柳望舒,性别,女,失踪时间,2019\n")},
		{name: "form-wrong.csv", shows: "a form with a cell that cannot be read", file: text("姓名,柳望舒\n性别,女\n失踪时间,3/5/2019\n身高,高\n")},
		{name: "form-sheets.xlsx", shows: "a form on each sheet, and a table on a third", file: book(func(t *testing.T, f *excelize.File) {
			t.Helper()
			must(t, f.MergeCell("Sheet1", "A1", "D1"))
			must(t, f.MergeCell("Sheet1", "B3", "D3"))
		}, [][]any{{"走失人员登记表"}, {"姓名", "柳望舒", "性别", "女"}, {"走失地点", "成都市武侯区"}, {"走失时间", "2019-03", "身高", 162}},
			[][]any{{"走失人员登记表"}, {"姓名", "张望北", "性别", "男"}, {"走失地点", "重庆市万州区"}, {"走失时间", "2018", "身高", 170}}, [][]any{head, person})},
		{name: "no-form.csv", shows: "a table with pairs above its headings, and columns that are not known between known ones, is no form", file: text("填报单位：青石县公安局,,联系电话：000-1,\n填报时间：2024-01-05,,,\n姓名,档案袋颜色,性别,星座\n柳望舒,蓝,女,金牛\n张望北,红,男,水瓶\n")},
	}
}

// republicYears are tables whose years may be counted as Taiwan counts them.
func republicYears() []aCase {
	return []aCase{
		{name: "years-settled.csv", shows: "a column that is clearly counted from 1912 settles its short years, and not those of another column", file: text("編號,姓名,性別,出生日期,失蹤日期\nN1,許花東,男,民國58年3月1日,80年5月3日\nN2,許花西,女,58.3.1,108.5.3\nN3,許花南,女,0580301,2019-05-03\n")},
		{name: "years-asked.csv", shows: "short years of a table in traditional characters are asked about", file: in(traditionalchinese.Big5, "姓名,性別,出生日期\n許花東,男,80年5月3日\n許花西,女,80.5.3\n許花南,女,1991-05-03\n")},
		{name: "years-headed.csv", shows: "a heading says how years are counted", file: text("姓名,性別,出生日期(民國),失蹤日期（西元）\n許花東,男,58/3/1,93年5月\n")},
		{name: "years-simplified.csv", shows: "in simplified characters 85年 is 1985, and 85.8.15 is asked about", file: text("姓名,性别,出生日期\n柳望舒,女,85年8月15日\n张望北,男,85.8.15\n")},
	}
}

package places

import (
	"testing"

	"github.com/guitu-project/guitu/matcher/names"
)

// An accent is of the dialect of the city or county that it is called by, else of its words.
func TestDialectOf(t *testing.T) {
	for accent, want := range map[string]names.Dialect{
		"长沙话": names.Xiang, "湖南长沙口音": names.Xiang, "苏州话": names.Wu, "温州口音": names.Oujiang, "广州话": names.Cantonese, "梅州话": names.Hakka, "厦门话": names.SouthMin,
		"福州话": names.EastMin, "南昌话": names.Gan, "太原话": names.Jin, "扬州话": names.Jianghuai, "西安话": names.Plains, "成都话": names.Southwest, "北京话": names.Central,
		"济南话": names.Central, "武汉话": names.Hubei, "双峰话": names.OldXiang, "潮州话": names.Chaoshan, "上海话": names.Wu, "客家话": names.Hakka, "闽南语": names.SouthMin,
		"粤语": names.Cantonese, "": names.AnyDialect, "普通话": names.AnyDialect, "不详": names.AnyDialect,
		"广州话、梅州话": names.Both(names.Cantonese, names.Hakka), "苏州话或上海话": names.Wu, "普通话，带苏州口音": names.Wu, "温州话/厦门话/太原话": names.Both(names.Oujiang, names.SouthMin),
	} {
		if got := Default().DialectOf(accent); got != want {
			t.Errorf("%s is dialect %d, want %d", accent, got, want)
		}
	}
}

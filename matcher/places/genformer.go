//go:build ignore

package main

import (
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// formerNames holds the names and codes that areas had: by code and name, the code of
// today.
type formerNames map[[2]string]string

// lines are "name, code then, code now", parted by tabs.
func (f formerNames) lines() []string {
	var lines []string
	for key, now := range f {
		lines = append(lines, key[1]+"\t"+key[0]+"\t"+now)
	}
	slices.Sort(lines)
	return lines
}

// history reads what GB/T 2260 said, oldest first: 6-digit code to own name.
func history(modules string) []map[string]string {
	source := string(read(modules, "id-validator/src/GB2260.js"))
	source = source[strings.Index(source, "var GB2260 = ")+len("var GB2260 = "):]
	source = source[:strings.Index(source, "};")+1]
	source = strings.ReplaceAll(source, "新疆维吾尔族自治区", "新疆维吾尔自治区")
	list := []map[string]string{ownNames(decode([]byte(source)))}
	var revisions []string
	check(json.Unmarshal(read(modules, "gb2260/lib/revisions.json"), &revisions))
	slices.Sort(revisions)
	for _, r := range revisions {
		list = append(list, decode(read(modules, "gb2260/lib/"+r+".json")))
	}
	return list
}

func decode(b []byte) map[string]string {
	m := map[string]string{}
	check(json.Unmarshal(b, &m))
	return m
}

var upperNames = regexp.MustCompile(`^.{2,}?(?:省|自治区|市|地区|盟|自治州|行政单位)(.{2,})$`)

// ownNames takes the names of the province and the city off: 湖北省襄樊市 is 襄樊市.
func ownNames(full map[string]string) map[string]string {
	own := map[string]string{}
	for code, name := range full {
		name = strings.TrimPrefix(name, full[code[:2]+"0000"])
		if name == "" {
			continue
		}
		if city := strings.TrimPrefix(full[code[:4]+"00"], full[code[:2]+"0000"]); code[4:] != "00" && city != "" && strings.HasPrefix(name, city) && name != city {
			own[code] = strings.TrimPrefix(name, city)
			continue
		}
		if m := upperNames.FindStringSubmatch(name); m != nil { // a parent that is not its own
			name = m[1]
		}
		own[code] = name
	}
	return own
}

const peoples = `蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族?|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|阿昌族|普米族|塔吉克族?|怒族|鄂温克族|保安族|裕固族|独龙族|各族`

var wordOfLevel = regexp.MustCompile(`^(.{2,}?)(?:(?:` + peoples + `)*自治[州县旗]|地区|矿区|特区|林区|[省市县区旗盟])$`)

// stemOf returns the name without the word for its level.
func stemOf(name string) string {
	if m := wordOfLevel.FindStringSubmatch(name); m != nil {
		return m[1]
	}
	return name
}

// short returns the code of an area in as many digits as its level has.
func short(code string) string {
	switch {
	case strings.HasSuffix(code, "0000"):
		return code[:2]
	case strings.HasSuffix(code, "00"):
		return code[:4]
	}
	return code
}

// vague are names that say no place.
var vague = regexp.MustCompile(`^(市辖区|县|[(]?市[)]?|.*市辖区|市?郊区|城区|矿区|市区|新区|.*直辖.*)$`)

// former finds what became of every area that is no more.
func former(modules string, areas map[string]string) formerNames {
	found := formerNames{}
	byHand := handKept()
	for key, now := range byHand {
		if key[0] != "" {
			found[key] = now
		}
	}
	lost, used := 0, map[[2]string]bool{}
	for _, revision := range history(modules) {
		for _, code := range slices.Sorted(maps.Keys(revision)) {
			name := revision[code]
			key := [2]string{short(code), name}
			if areas[key[0]] == name || vague.MatchString(name) || found[key] != "" || len(key[0]) == 2 {
				continue
			}
			hand := [2]string{"", code[:2] + name}
			now, ok := byHand[hand]
			used[hand] = true
			if !ok {
				now = successor(areas, found, key[0], name)
			}
			if len(now) < len(key[0]) {
				lost++
				fmt.Println("only its parent is known:", code, name, now)
			}
			found[key] = now
		}
	}
	for hand, now := range byHand {
		if hand[0] == "" && !used[hand] || areas[now] == "" {
			log.Fatalln("kept by hand in vain:", hand, now)
		}
	}
	fmt.Println("former names", len(found), "of them by their parent only", lost)
	return found
}

// successor returns the area of today for a code that had another name or is gone: the
// same code, else the same name without the word for its level near by, else what
// became of its city, else its province.
func successor(areas map[string]string, found formerNames, code, name string) string {
	if areas[code] != "" {
		return code
	}
	city := code[:4]
	for key, now := range found {
		if key[0] == code[:4] && len(now) == 4 {
			city = now
		}
	}
	best, rank := "", 0
	for now, is := range areas {
		r := 0
		switch {
		case now[:2] != code[:2] || stemOf(is) != stemOf(name) || len(now) == 2:
			continue
		case len(now) == len(code) && strings.HasPrefix(now, city):
			r = 4
		case len(now) == len(code):
			r = 3
		case len(now) == 4 && utf8.RuneCountInString(stemOf(name)) >= 2:
			r = 2
		default:
			r = 1
		}
		if r > rank || r == rank && now < best {
			best, rank = now, r
		}
	}
	if best != "" {
		return best
	}
	if areas[city] != "" && !vague.MatchString(areas[city]) {
		return city
	}
	return code[:2]
}

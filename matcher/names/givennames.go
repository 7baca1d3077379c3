package names

import (
	"strings"
	"sync"
)

// givenNames are English given names that people from Hong Kong, Taiwan, Singapore and
// Malaysia have beside their Chinese ones; many could be read as pinyin (Lisa, Amanda).
var givenNames = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(englishNames) {
		set[name] = true
	}
	return set
})

const englishNames = `
aaron abby abigail ada adam adrian agnes aidan alan albert alex alexander alexis alfred alice alicia alison allan allen alvin amanda amber amelia amy andre andrea andrew andy
angel angela angelina angie anita ann anna annabel anne annie anson anthony antonio april ariel arnold arthur ashley audrey austin ava barbara basil bella ben benedict benjamin
bernard bernice betty beverly bill billy bob bobby bonnie brandon brenda brian bruce bryan calvin candice candy cara carina carl carmen carol caroline carrie catherine cathy
cecilia charis charles charlie charlotte chelsea cherry cheryl chloe chris christian christina christine christopher cindy claire clara clarence claudia clement cliff clifford
connie constance corey crystal cynthia daisy damian dan dana daniel danny daphne david davis dawn dean debbie deborah denise dennis derek desmond diana dick dickson dominic
donald donna dora doreen doris dorothy douglas dylan eddie eddy edgar edith edmond edmund edward edwin elaine eleanor elena eli elisa elizabeth ella ellen elsa elsie elvis emil
emilia emily emma eric erica erin ernest esther ethan eugene eunice eva eve evelyn fanny felicia felix fiona flora florence frances francis frank frankie fred freda freddie
frederick gabriel gary gavin geoffrey george gerald geraldine gigi gilbert gina ginny glenn gloria gordon grace graham gregory hannah harold harry harvey hazel hebe hector helen
helena henry herman hilary hilda howard hugo ian ida iris irene isaac isabel isabella ivan ivy jack jackie jackson jacky jacob jacqueline jade jaime james jamie jane janet
janice jasmine jason jay jean jeff jeffrey jenny jennifer jeremy jerome jerry jesse jessica jessie jill jim jimmy joan joanna joanne joe joel joey john johnny johnson jonathan
jordan joseph josephine joshua joyce juan judith judy julia julian juliana julie julius june justin karen karl kate katherine kathy katie keith kelly kelvin ken kenneth kenny
kent kevin kimberly kitty kristy kyle larry laura lauren lawrence leo leon leonard leslie lester lewis lily linda lillian lina lisa lola louis louisa louise lucas lucia
lucy luke luna lydia mabel maggie malcolm mandy marco marcus margaret maria marian marie marilyn marina mark marta martha martin marvin mary mason mathew matthew maureen maurice
max maxine may megan melanie melissa melody melvin mia michael michelle mike mildred milly mimi mina minnie miranda miriam molly mona monica morris muriel myra nancy naomi
natalie nathan neil nelson nicholas nick nicole nigel nina noel noelle nora norman olive oliver olivia oscar pamela pansy patricia patrick paul paula pauline pearl peggy penny
percy peter phil philip phoebe phyllis polly priscilla queenie rachel ralph ramona randy raphael ray raymond rebecca regina rex rhoda ricardo richard ricky rita robert robin
rocky roger roland ronald ronnie rosa rose rosemary roy ruby rudy ruth ryan sabrina sally sammo sam samantha samson samuel sandra sandy sara sarah scott sean selina serena sharon
shawn sheila shelly sherman shirley sidney simon sonia sophia sophie spencer stanley stella stephanie stephen steve steven stewart sue sunny susan susanna susie sylvia tammy
tara teresa terence teresa terry thelma theodore theresa thomas tiffany timothy tina tom tommy tony tracy trevor valerie vanessa venus vera vernon veronica vicky victor victoria
vincent viola violet virginia vivian vivien walter wanda warren wayne wendy wesley wilfred william willie wilson winnie winston yolanda yvette yvonne zachary zoe`

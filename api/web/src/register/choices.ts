// What files say most often; anything else can be typed. These words are data: they are
// written into the record as they stand, in Chinese.
export const accents = ['四川口音', '云南口音', '贵州口音', '湖南口音', '湖北口音', '河南口音', '山东口音', '安徽口音', '江西口音', '广东口音', '广西口音', '福建口音', '浙江口音', '江苏口音',
  '上海口音', '河北口音', '山西口音', '陕西口音', '甘肃口音', '东北口音', '重庆口音', '内蒙古口音', '新疆口音', '普通话'] as const
export const conditions = ['聋哑', '失语', '智力障碍', '精神障碍', '老年痴呆', '癫痫', '失明', '肢体残疾', '糖尿病', '高血压'] as const
export const relations = ['父亲', '母亲', '丈夫', '妻子', '哥哥', '弟弟', '姐姐', '妹妹', '儿子', '女儿', '爷爷', '奶奶', '叔叔', '舅舅'] as const

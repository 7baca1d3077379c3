// The places of the body that a mark can be put on, drawn in a box of 100 by 200.
// zh is how files say it, which the service understands.
export interface Site {
  key: string
  zh: string
  shape: { x: number; y: number; w: number; h: number; r: number }
}

export const views = ['front', 'back', 'head', 'hands'] as const
export type View = (typeof views)[number]

const at = (key: string, zh: string, x: number, y: number, w: number, h: number, r = 6): Site => ({ key, zh, shape: { x, y, w, h, r } })

// A person who faces the reader has the right side at the reader's left.
export const sites: Record<View, Site[]> = {
  front: [
    at('head', '头部', 38, 4, 24, 28, 12), at('neck', '颈部', 44, 33, 12, 9), at('rightShoulder', '右肩', 20, 43, 18, 14), at('leftShoulder', '左肩', 62, 43, 18, 14),
    at('chest', '胸部', 39, 43, 22, 30), at('belly', '腹部', 36, 74, 28, 28), at('rightUpperArm', '右上臂', 14, 58, 13, 28), at('leftUpperArm', '左上臂', 73, 58, 13, 28),
    at('rightForearm', '右前臂', 10, 87, 12, 28), at('leftForearm', '左前臂', 78, 87, 12, 28), at('rightThigh', '右大腿', 34, 104, 15, 40), at('leftThigh', '左大腿', 51, 104, 15, 40),
    at('rightShin', '右小腿', 34, 146, 13, 38), at('leftShin', '左小腿', 53, 146, 13, 38), at('rightFoot', '右脚', 30, 186, 17, 11), at('leftFoot', '左脚', 53, 186, 17, 11),
  ],
  back: [
    at('backHead', '后脑', 38, 4, 24, 28, 12), at('nape', '后颈', 44, 33, 12, 9), at('upperBack', '上背部', 32, 43, 36, 30), at('lowerBack', '腰部', 35, 74, 30, 20),
    at('buttocks', '臀部', 34, 95, 32, 20), at('leftBackArm', '左臂', 15, 48, 14, 62), at('rightBackArm', '右臂', 71, 48, 14, 62),
    at('leftCalf', '左小腿', 35, 146, 13, 38), at('rightCalf', '右小腿', 52, 146, 13, 38),
  ],
  head: [
    at('forehead', '额头', 28, 22, 44, 22), at('rightBrow', '右眉', 24, 48, 22, 9, 4), at('leftBrow', '左眉', 54, 48, 22, 9, 4), at('rightEye', '右眼', 24, 60, 22, 13, 6),
    at('leftEye', '左眼', 54, 60, 22, 13, 6), at('nose', '鼻子', 44, 74, 12, 30), at('rightCheek', '右脸颊', 17, 78, 24, 34), at('leftCheek', '左脸颊', 59, 78, 24, 34),
    at('mouth', '嘴唇', 34, 114, 32, 14), at('chin', '下巴', 34, 131, 32, 20), at('rightEar', '右耳', 4, 58, 11, 34), at('leftEar', '左耳', 85, 58, 11, 34), at('teeth', '牙齿', 38, 158, 24, 12),
  ],
  hands: [
    at('rightThumb', '右手拇指', 4, 88, 9, 34), at('rightIndex', '右手食指', 14, 60, 8, 44), at('rightMiddle', '右手中指', 23, 54, 8, 50), at('rightRing', '右手无名指', 32, 60, 8, 44),
    at('rightLittle', '右手小指', 41, 70, 7, 34), at('rightPalm', '右手', 14, 106, 33, 40), at('leftLittle', '左手小指', 52, 70, 7, 34), at('leftRing', '左手无名指', 60, 60, 8, 44),
    at('leftMiddle', '左手中指', 69, 54, 8, 50), at('leftIndex', '左手食指', 78, 60, 8, 44), at('leftThumb', '左手拇指', 87, 88, 9, 34), at('leftPalm', '左手', 53, 106, 33, 40),
  ],
}

const kinds = ['疤痕', '痣', '胎记', '纹身', '缺失', '残疾'] as const
export const markKinds: readonly string[] = kinds

// markOf is a mark as files write it; what is missing is not at the place but the place.
export const markOf = (site: Site, kind: string) => `${site.zh}${kind}`

// marked are the keys of the sites that some mark names, the longest name first: 左手小指
// is not 左手 as well.
export function marked(marks: string[]): Set<string> {
  const all = views.flatMap((v) => sites[v]).sort((a, b) => b.zh.length - a.zh.length)
  const found = new Set<string>()
  for (const mark of marks) {
    let rest = mark
    for (const s of all) {
      if (!rest.includes(s.zh)) continue
      for (const same of all) if (same.zh === s.zh) found.add(same.key)
      rest = rest.replaceAll(s.zh, '　')
    }
  }
  return found
}

// wordsIn are the names in a line: 安伟、卜青.
export const wordsIn = (line: string) => line.split(/[、,，;；\s]+/).filter(Boolean)

import type { Rule } from './rule.ts';

/** Rules of names, descriptions and tags: one for each wording that the documentation has. */

const LINK = /^https?:\/\//i;
const OWN = /^(aliyun|acs:)/i;
const HAS_LINK = /https?:\/\//i;

/** Images: the documentation of CopyImage and ModifyImageAttribute allows the periods that CreateImage's forgets. */
export const imageName: Rule = {
  shape:
    "2 to 128 letters, digits, '.', ':', '_' or '-' that begin with a letter, not with 'aliyun' or 'acs:'",
  accepts: (text) => isName(text) && /^\p{L}/u.test(text) && !OWN.test(text),
};

/** Security groups and key pairs. */
export const letterName: Rule = {
  shape: "2 to 128 letters, digits, '.', ':', '_' or '-' that begin with a letter",
  accepts: (text) => isName(text) && /^\p{L}/u.test(text),
};

export const snapshotName: Rule = {
  shape: `${letterName.shape}, not with 'auto'`,
  accepts: (text) => letterName.accepts(text) && !text.startsWith('auto'),
};

/** Instances; brackets and commas number several of them. */
export const instanceName: Rule = {
  shape: "2 to 128 letters, digits, '.', ':', '_' or '-'",
  accepts: (text) => /^[\p{L}\p{N}\p{M}_.:[\],-]{2,128}$/u.test(text) && !LINK.test(text),
};

export const diskName: Rule = { shape: instanceName.shape, accepts: isName };

/** VPCs, vSwitches and EIPs. */
export const networkName: Rule = {
  shape: "1 to 128 characters that do not begin with 'http://' or 'https://'",
  accepts: (text) => text !== '' && lengthOf(text) <= 128 && !LINK.test(text),
};

export const description: Rule = {
  shape: "2 to 256 characters that do not begin with 'http://' or 'https://'",
  accepts: (text) => lengthOf(text) >= 2 && lengthOf(text) <= 256 && !LINK.test(text),
};

export const tagKey: Rule = {
  shape: "1 to 128 characters that neither begin with 'aliyun' or 'acs:' nor contain 'http://' or 'https://'",
  accepts: (text) => text !== '' && lengthOf(text) <= 128 && !OWN.test(text) && !HAS_LINK.test(text),
};

export const tagValue: Rule = {
  shape: "at most 128 characters that do not contain 'http://' or 'https://'",
  accepts: (text) => lengthOf(text) <= 128 && !HAS_LINK.test(text),
};

/** Images and their copies. */
export const imageTagValue: Rule = {
  shape: "at most 128 characters that neither begin with 'acs:' nor contain 'http://' or 'https://'",
  accepts: (text) => tagValue.accepts(text) && !/^acs:/i.test(text),
};

/** VPCs, vSwitches and EIPs. */
export const networkTagValue: Rule = {
  shape:
    "at most 128 characters that neither begin with 'aliyun' or 'acs:' nor contain 'http://' or 'https://'",
  accepts: (text) => tagValue.accepts(text) && !OWN.test(text),
};

export const imageVersion: Rule = {
  shape: 'at most 40 characters',
  accepts: (text) => lengthOf(text) <= 40,
};

/** Ids of accounts are digits, without a fixed number of them. */
export const account: Rule = {
  shape: "the digits of an account's id",
  accepts: (text) => /^\d{1,20}$/.test(text),
};

const SPECIAL = /[()`~!@#$%^&*\-_+=|{}[\]:;'\\"<>,.?/]/;

export const password: Rule = {
  shape: '8 to 30 characters of three kinds: capital letters, small letters, digits, special characters',
  accepts: (text) => {
    const kinds = [/[a-z]/, /[A-Z]/, /\d/, SPECIAL].filter((kind) => kind.test(text));
    const known = [...text].every((each) => /[A-Za-z\d]/.test(each) || SPECIAL.test(each));
    return text.length >= 8 && text.length <= 30 && kinds.length >= 3 && known;
  },
};

export function atMost(most: number): Rule {
  return { shape: `at most ${most} characters`, accepts: (text) => lengthOf(text) <= most };
}

/** Characters as people count them: an emoji is one. */
function lengthOf(text: string): number {
  return [...text].length;
}

function isName(text: string): boolean {
  return /^[\p{L}\p{N}\p{M}_.:-]{2,128}$/u.test(text) && !LINK.test(text);
}

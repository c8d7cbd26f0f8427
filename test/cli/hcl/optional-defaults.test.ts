import { expect, it } from 'vitest';
import { folderWith } from '../../temporary-folder.ts';
import { runMain } from '../run-main.ts';

const TEMPLATE = `variable "disk" {
  type = list(object({
    size = number
    kind = optional(string, "cloud_essd")
    sub  = optional(object({ a = optional(number, 3) }), {})
  }))
  default = [{ size = 40 }, { size = 1, kind = null, sub = { a = 5 } }]
}
source "null" "b" { communicator = "none" }
build {
  sources = ["null.b"]
  provisioner "shell-local" { inline = ["echo '\${jsonencode(var.disk)}'"] }
}
`;

it('gives optional attributes their defaults, however deep, in the default and in what is given', async () => {
  const cwd = folderWith({ 't.pkr.hcl': TEMPLATE });
  const run = async (...flags: string[]) =>
    (await runMain(['build', '-color=false', ...flags, 't.pkr.hcl'], { cwd })).stdout;
  expect(await run()).toContain(
    '[{"kind":"cloud_essd","size":40,"sub":{"a":3}},{"kind":"cloud_essd","size":1,"sub":{"a":5}}]',
  );
  expect(await run('-var', 'disk=[{size=2}]')).toContain('[{"kind":"cloud_essd","size":2,"sub":{"a":3}}]');
});

it('refuses a default of another type', async () => {
  const cwd = folderWith({
    't.pkr.hcl': 'variable "d" {\n  type = object({ n = optional(number, "x") })\n}\n',
  });
  const { code, stdout } = await runMain(['validate', 't.pkr.hcl'], { cwd });
  expect(code).toBe(1);
  expect(stdout).toContain('Invalid default value for optional attribute');
});

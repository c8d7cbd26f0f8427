import { literal, pathExpression } from './powershell.ts';

/**
 * What runs on the guest for transfers. Data goes as lines of base64 through standard input and output, which no code
 * page can spoil, and each script tells length and SHA-256 of what it wrote or read.
 */

const failing =
  "$ErrorActionPreference='Stop';trap{[Console]::Error.WriteLine($_.Exception.Message);exit 1};";

/** Writes standard input to a file beside `path`, then moves it there, so that nobody sees half a file. */
export function receiveFile(path: string): string {
  return `${failing}$p=[IO.Path]::GetFullPath(${pathExpression(path)})
if([IO.Directory]::Exists($p)){throw "$p is a folder"}
[void][IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($p))
$t=$p+'.'+[Guid]::NewGuid().ToString('N')+'.tmp'
${receive('$t')}
if([IO.File]::Exists($p)){[IO.File]::Delete($p)}
[IO.File]::Move($t,$p)`;
}

/** Takes standard input for a zip archive and lays its files below `path`; files that are there are replaced. */
export function receiveFolder(path: string): string {
  return `${failing}$p=[IO.Path]::GetFullPath(${pathExpression(path)})
$t=[IO.Path]::GetTempFileName()
${receive('$t')}
Add-Type -AssemblyName System.IO.Compression,System.IO.Compression.FileSystem
[void][IO.Directory]::CreateDirectory($p)
$z=[IO.Compression.ZipFile]::OpenRead($t)
foreach($e in $z.Entries){$f=[IO.Path]::Combine($p,$e.FullName)
if($e.FullName.EndsWith('/')){[void][IO.Directory]::CreateDirectory($f)}else{
[void][IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($f))
[IO.Compression.ZipFileExtensions]::ExtractToFile($e,$f,$true)}}
$z.Dispose()
[IO.File]::Delete($t)`;
}

/** Prints a file: its length, then its bytes, then its hash. */
export function sendFile(path: string): string {
  return `${failing}$p=[IO.Path]::GetFullPath(${pathExpression(path)})
${send('$p')}`;
}

/** Prints a zip archive of a folder, or of the files and folders that a pattern matches. */
export function sendFolder(path: string): string {
  return `${failing}Add-Type -AssemblyName System.IO.Compression,System.IO.Compression.FileSystem
$i=@(Get-Item -Path ${pathExpression(path.replace(/[\\/]+$/, ''))})
$t=[IO.Path]::GetTempFileName()
[IO.File]::Delete($t)
$z=[IO.Compression.ZipFile]::Open($t,'Create')
foreach($x in $i){if(!$x.PSIsContainer){[void][IO.Compression.ZipFileExtensions]::CreateEntryFromFile($z,$x.FullName,$x.Name)}else{
$n=$x.FullName.Length-$x.Name.Length
[void]$z.CreateEntry($x.Name+'/')
foreach($f in (Get-ChildItem -LiteralPath $x.FullName -Recurse -Force)){$m=$f.FullName.Substring($n).Replace('\\','/')
if($f.PSIsContainer){[void]$z.CreateEntry($m+'/')}else{[void][IO.Compression.ZipFileExtensions]::CreateEntryFromFile($z,$f.FullName,$m)}}}}
$z.Dispose()
${send('$t')}
[IO.File]::Delete($t)`;
}

export const readinessMark = 'WinRM connected.';

/** Tells that commands really run: a guest that is still starting accepts shells before it can do anything with them. */
export const readiness = `echo ${literal(readinessMark)}`;

function receive(file: string): string {
  return `$o=[IO.File]::Create(${file});$h=[Security.Cryptography.SHA256]::Create()
try{while(($l=[Console]::In.ReadLine()) -ne $null){if($l.Length -eq 0){continue}
$b=[Convert]::FromBase64String($l);$o.Write($b,0,$b.Length);[void]$h.TransformBlock($b,0,$b.Length,$b,0)}
$n=$o.Length}finally{$o.Close()}
${tell('$n')}`;
}

function send(file: string): string {
  return `$s=[IO.File]::OpenRead(${file});$h=[Security.Cryptography.SHA256]::Create();$b=New-Object byte[] 196608
try{[Console]::Out.WriteLine('length '+$s.Length)
while(($r=$s.Read($b,0,$b.Length)) -gt 0){[Console]::Out.WriteLine([Convert]::ToBase64String($b,0,$r));[void]$h.TransformBlock($b,0,$r,$b,0)}
$n=$s.Length}finally{$s.Close()}
${tell('$n')}`;
}

function tell(length: string): string {
  return `[void]$h.TransformFinalBlock((New-Object byte[] 0),0,0)
[Console]::Out.WriteLine('done '+${length}+' '+[BitConverter]::ToString($h.Hash).Replace('-','').ToLower())`;
}

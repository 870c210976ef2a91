using System;
using S3Lab.Drive;

await Lab.RunAsync(Console.Out);

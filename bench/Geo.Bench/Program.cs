using System.Globalization;
using O2O.Dispatch.Geo.Bench;
using O2O.Dispatch.Matching.Bench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.WriteLine(Machine.Describe());
IndexBench.Run();

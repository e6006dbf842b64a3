// A city goes on at a multiple of the clock, and offers end in it: .ci/run tests this project when the others are done.
[assembly: Xunit.AssemblyTrait("Runs", "apart")]

using System.Collections.Immutable;
using O2O.Dispatch.Domain.Customers;

namespace O2O.Dispatch.Domain.Tests.Customers;

/// <summary>What a customer may write for counters.</summary>
public sealed class CustomerNotesTests
{
    [Fact]
    public void Faults_OfSoundNotes_AreNone()
    {
        Assert.Empty(CustomerNotes.Faults([]));
        Assert.Empty(CustomerNotes.Faults(["no peanuts", new string('x', CustomerNotes.Longest)]));
        Assert.Empty(CustomerNotes.Faults([.. Enumerable.Range(0, CustomerNotes.Most).Select(i => $"note {i}")]));
    }

    [Fact]
    public void Faults_OfOthers_NameEachNote()
    {
        Assert.Equal(["At most 10 are expected."], CustomerNotes.Faults([.. Enumerable.Range(0, CustomerNotes.Most + 1).Select(i => $"note {i}")]));
        Assert.Equal(
            ["Note 2 has 1 to 100 characters, on one line.", "Note 3 has 1 to 100 characters, on one line.", "Note 4 has 1 to 100 characters, on one line.", "Note 5 has 1 to 100 characters, on one line.", "Note 6 is there twice."],
            CustomerNotes.Faults(["fine", " ", new string('x', CustomerNotes.Longest + 1), "two\nlines", null!, "fine"]));
    }
}

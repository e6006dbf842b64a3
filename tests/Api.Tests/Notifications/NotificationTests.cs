using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Api.Notifications;
using O2O.Dispatch.Api.Tests.Live;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Notifications;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Tests.Notifications;

public sealed class NotificationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("o2o-notifications-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Send_ToAFile_AppendsALineAndKeepsTheLatestTwoHundred()
    {
        var path = Path.Combine(_folder, "data", "sent.jsonl");
        var notifier = new FileNotifier(Options.Create(new NotificationOptions { Path = path }));
        for (var n = 1; n <= 201; n++)
        {
            await notifier.Send(Message(n), default);
        }

        Assert.Equal(Enumerable.Range(2, 200).Reverse().Select(n => Sample.Id(9, n)), notifier.Latest().Select(sent => sent.Id));
        var lines = await File.ReadAllLinesAsync(path);
        Assert.Equal(201, lines.Length);
        Assert.Equal(Message(201), JsonSerializer.Deserialize<Notification>(lines[^1], HttpJson.Options));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task Send_PastTheSizeOfAFile_BeginsItAnewAndKeepsOneBefore()
    {
        var path = Path.Combine(_folder, "sent.jsonl");
        var notifier = new FileNotifier(Options.Create(new NotificationOptions { Path = path, FileMebibytes = 1 }));
        var text = new string('x', 400_000);
        for (var n = 1; n <= 7; n++)
        {
            await notifier.Send(Message(n) with { Text = text }, default);
        }

        // Two fit a file: 1 2 | 3 4 | 5 6 | 7.
        Assert.Single(await File.ReadAllLinesAsync(path));
        Assert.Equal(2, (await File.ReadAllLinesAsync(path + ".1")).Length);
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public async Task Send_WithoutAFile_KeepsThemInMemoryAlone()
    {
        var notifier = new FileNotifier(Options.Create(new NotificationOptions { Path = string.Empty }));
        await notifier.Send(Message(1), default);
        Assert.Single(notifier.Latest());
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Relay_EventsOfARide_CallForThreeMessages()
    {
        var sent = new List<Notification>();
        var relay = Relay(sent, new EverybodyWants());
        foreach (var happened in Ride())
        {
            await relay.Send(happened, default);
        }

        Assert.Equal([("push", "offer"), ("sms", "pin"), ("email", "receipt")], sent.Select(message => (message.Channel, message.Kind)));
        Assert.Contains("4711", sent[1].Text, StringComparison.Ordinal);
        Assert.Contains("12.50 USD", sent[2].Text, StringComparison.Ordinal);
        Assert.All(sent.Where(message => message.Kind != "pin"), message => Assert.DoesNotContain("4711", message.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Relay_NotifierThatFails_GoesOn()
    {
        var notifier = Substitute.For<INotifier>();
        notifier.Send(default!, default).ReturnsForAnyArgs<ValueTask>(_ => throw new IOException("disk full"));
        var relay = Relay(notifier, new EverybodyWants());
        foreach (var happened in Ride())
        {
            await relay.Send(happened, default);
        }

        await notifier.ReceivedWithAnyArgs(3).Send(default!, default);
    }

    [Fact]
    public async Task Relay_EventThatAnotherNodeClaimed_SendsNothing()
    {
        var notifier = Substitute.For<INotifier>();
        var link = Substitute.For<INodeLink>();
        var claimed = new HashSet<string>();
        link.Claim(default!).ReturnsForAnyArgs(call => new ValueTask<bool>(claimed.Add(call.Arg<string>())));
        foreach (var relay in new[] { Relay(notifier, new EverybodyWants(), link: link), Relay(notifier, new EverybodyWants(), link: link) })
        {
            foreach (var happened in Ride())
            {
                await relay.Send(happened, default);
            }
        }

        await notifier.ReceivedWithAnyArgs(3).Send(default!, default);
    }

    [Fact]
    public void News_EveryEventThatAMessageIsMadeOf_IsLookedAtAndGoesToAllNodes()
    {
        var wrong = new List<string>();
        var calling = 0;
        foreach (var name in JobCodec.EventNames)
        {
            foreach (var job in new[] { Sample.View(1, JobState.CanceledByPlatform, 9, captured: 1_250) with { Leg = 2 }, Sample.View(1, JobState.Accepted, 4, 1) })
            {
                foreach (var pin in new[] { null, "4711" })
                {
                    var happened = new StreamEvent(StreamNames.Customer(job.Customer), 1, 2, Sample.Now, new PushMessage.JobChanged(job, name, pin));
                    if (NotificationTexts.Of(happened) is not null)
                    {
                        calling++;
                        if (!StreamTopics.IsNews(happened) || !StreamTopics.Of(happened).Contains(StreamTopics.News))
                        {
                            wrong.Add($"{name} {pin}");
                        }
                    }
                }
            }
        }

        Assert.Empty(wrong);
        Assert.True(calling > JobCodec.EventNames.Count, $"Only {calling} call for a message.");
    }

    [Theory]
    [InlineData("refund_reversed", "refunded for your ride")]
    [InlineData("tip_refund_reversed", "refunded of your tip for your ride")]
    public void Of_ARefundThatCameBack_TellsTheCustomerOfWhat(string name, string words)
    {
        var job = Sample.View(1, JobState.Completed, 12, 1, captured: 1_250);
        var told = NotificationTexts.Of(new StreamEvent(StreamNames.Customer(job.Customer), 1, 2, Sample.Now, new PushMessage.JobChanged(job, name, null)));
        Assert.Equal(("email", "refund_failed"), (told?.Channel, told?.Kind));
        Assert.Contains(words, told!.Value.Text, StringComparison.Ordinal);
        Assert.Null(NotificationTexts.Of(new StreamEvent(StreamNames.Provider(Sample.Provider(1)), 1, 2, Sample.Now, new PushMessage.JobChanged(job, name, null))));
    }

    [Fact]
    public void Relay_RecipientsThatAreFilteredOut_AreNotEvenQueued()
    {
        var asked = new List<string>();
        var filter = Substitute.For<INotificationFilter>();
        filter.Wants(Arg.Do<string>(asked.Add)).Returns(false);
        var relay = Relay(new List<Notification>(), filter, queued: 1);
        foreach (var happened in Ride().Concat(Ride()))
        {
            relay.Hear(happened);
        }

        Assert.Equal(8, asked.Count);
        Assert.Equal([StreamNames.Provider(Sample.Provider(1)), StreamNames.Customer(Sample.Customer(1)), StreamNames.Customer(Sample.Customer(1))], asked.Take(3));
    }

    private static Notification Message(int n) => new(Sample.Id(9, n), Sample.Now, "sms", "pin", "customer/1", $"Message {n}", Sample.Job(1));

    private static NotificationRelay Relay(List<Notification> sent, INotificationFilter filter, int queued = 100)
    {
        var notifier = Substitute.For<INotifier>();
        notifier.Send(Arg.Do<Notification>(sent.Add), Arg.Any<CancellationToken>()).Returns(ValueTask.CompletedTask);
        return Relay(notifier, filter, queued);
    }

    private static NotificationRelay Relay(INotifier notifier, INotificationFilter filter, int queued = 100, INodeLink? link = null)
    {
        var meters = new LiveMeters();
        return new NotificationRelay(
            Substitute.For<IEventBus>(), link ?? new AloneNode(), notifier, filter, new Subscriptions(meters, new AloneNode()), Substitute.For<IBackgroundWork>(), Substitute.For<IIdSource>(), meters,
            Options.Create(new NotificationOptions { Queued = queued }), NullLogger<NotificationRelay>.Instance);
    }

    /// <summary>What a ride tells its job's stream, its provider and its customer, the PIN once.</summary>
    private static IEnumerable<StreamEvent> Ride()
    {
        var customer = StreamNames.Customer(Sample.Customer(1));
        var provider = StreamNames.Provider(Sample.Provider(1));
        var offered = Sample.View(1, JobState.Matching, 3);
        var accepted = Sample.View(1, JobState.Accepted, 4, 1);
        var captured = Sample.View(1, JobState.Completed, 10, 1, captured: 1_250);
        yield return new StreamEvent(provider, 1, 1, Sample.Now, new PushMessage.OfferMade(Sample.Id(5, 1), offered, Sample.Now.AddSeconds(15), Sample.Now.AddMinutes(3)));
        yield return Sample.Changed(accepted, "accepted");
        yield return new StreamEvent(customer, 1, 2, Sample.Now, new PushMessage.JobChanged(accepted, "accepted", "4711"));
        yield return new StreamEvent(provider, 1, 2, Sample.Now, new PushMessage.JobChanged(accepted, "accepted", null));
        yield return new StreamEvent(customer, 1, 3, Sample.Now, new PushMessage.JobChanged(captured with { Version = 8 }, "completed", null));
        yield return Sample.Changed(captured, "payment_captured");
        yield return new StreamEvent(customer, 1, 4, Sample.Now, new PushMessage.JobChanged(captured, "payment_captured", null));
    }
}

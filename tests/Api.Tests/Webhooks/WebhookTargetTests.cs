using System.Net;
using O2O.Dispatch.Api.Webhooks;

namespace O2O.Dispatch.Api.Tests.Webhooks;

/// <summary>Where webhooks may not be sent, in every writing of it.</summary>
public sealed class WebhookTargetTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.254")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.250")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("::ffff:32.0.0.1")]
    [InlineData("::ffff:0.0.0.32")]
    [InlineData("::32.32.32.32")]
    [InlineData("64:ff9b::127.0.0.1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("3fff::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("ff05::2")]
    public void Address_NotOfTheInternet_IsRefused(string address)
    {
        var parsed = IPAddress.Parse(address);
        Assert.False(WebhookTargets.Allows(parsed, loopback: false));
        Assert.Equal(address is "127.0.0.1" or "127.8.8.8" or "::1", WebhookTargets.Allows(parsed, loopback: true));
        var host = parsed.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address;
        Assert.NotNull(WebhookTargets.Fault($"https://{host}/hook", new WebhookOptions()));
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("169.253.255.255")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.167.255.255")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450:4001::1")]
    public void Address_OfTheInternet_IsAllowed(string address) => Assert.True(WebhookTargets.Allows(IPAddress.Parse(address), loopback: false));

    [Theory]
    [InlineData("https://a.example/hook")]
    [InlineData("https://a.example:8443/hook?x=1")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://[2001:4860:4860::8888]/")]
    [InlineData("https://bücher.example/")]
    public void Url_Fit_HasNoFault(string url) => Assert.Null(WebhookTargets.Fault(url, new WebhookOptions()));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/hook")]
    [InlineData("a.example/hook")]
    [InlineData("http://a.example/hook")]
    [InlineData("ftp://a.example/hook")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://a.example/")]
    [InlineData("unix:///var/run/docker.sock")]
    [InlineData("https://user@a.example/")]
    [InlineData("https://user:password@a.example/")]
    [InlineData("https://a.example/#x")]
    [InlineData("https://a.example/\r\nHost: b")]
    [InlineData("https://localhost/")]
    [InlineData("https://LOCALHOST./")]
    [InlineData("https://x.localhost/")]
    [InlineData("https://printer.local/")]
    [InlineData("https://metadata.google.internal/")]
    [InlineData("https://intranet/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://0/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:7f00:1]/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    public void Url_Unfit_IsNamed(string? url) => Assert.NotNull(WebhookTargets.Fault(url, new WebhookOptions()));

    [Fact]
    public void Url_ForDevelopment_MayBeThisMachineAndHttpAndNoMore()
    {
        var options = new WebhookOptions { AllowHttp = true, AllowLoopback = true };
        Assert.Null(WebhookTargets.Fault("http://127.0.0.1:5000/hook", options));
        Assert.Null(WebhookTargets.Fault("http://[::1]:5000/hook", options));
        Assert.Null(WebhookTargets.Fault("http://localhost:5000/hook", options));
        Assert.NotNull(WebhookTargets.Fault("http://10.0.0.1/hook", options));
        Assert.NotNull(WebhookTargets.Fault("http://[::ffff:127.0.0.1]/hook", options));
        Assert.NotNull(WebhookTargets.Fault("http://169.254.169.254/", options));
    }
}
